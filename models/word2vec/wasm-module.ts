/** A WebAssembly module with one function, `learn(i32, i32, f32) -> f32`, and its memory. */
export interface WasmModule {
  readonly code: StepCode;
  readonly memoryBytes: number;
}

/** The body of the function. */
export interface StepCode {
  /** The types of its locals beside the parameters, in order. */
  readonly locals: readonly ValueType[];
  readonly instructions: readonly number[];
}

/** The types of WebAssembly's values that are used here. */
export const valueTypes = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;

/** The name of a type. */
export type ValueType = keyof typeof valueTypes;

/** Instructions of WebAssembly as bytes: https://webassembly.github.io/spec/core/binary/instructions.html */
export const wasm = {
  loop: [0x03, 0x40],
  end: [0x0b],
  branchIf: (depth: number) => [0x0d, ...unsigned(depth)],
  get: (local: number) => [0x20, ...unsigned(local)],
  set: (local: number) => [0x21, ...unsigned(local)],
  tee: (local: number) => [0x22, ...unsigned(local)],
  i32: {
    load: (offset = 0) => [0x28, 2, ...unsigned(offset)],
    const: (value: number) => [0x41, ...signed(value)],
    equal: [0x46],
    less: [0x49],
    add: [0x6a],
    multiply: [0x6c],
    shiftLeft: [0x74],
    /** Of a float that is no number: 0. */
    ofFloat: [0xfc, 1],
  },
  f32: {
    load: (offset = 0) => [0x2a, 2, ...unsigned(offset)],
    const: (value: number) => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)],
    add: [0x92],
    subtract: [0x93],
    multiply: [0x94],
    least: [0x96],
    greatest: [0x97],
    ofInt: [0xb3],
  },
  /** Four numbers at a time. */
  f32x4: {
    load: (offset = 0) => [0xfd, 0, 4, ...unsigned(offset)],
    store: (offset = 0) => [0xfd, 11, 4, ...unsigned(offset)],
    zero: [0xfd, 12, ...new Array<number>(16).fill(0)],
    splat: [0xfd, 19],
    lane: (lane: number) => [0xfd, 31, lane],
    add: [0xfd, ...unsigned(228)],
    multiply: [0xfd, ...unsigned(230)],
  },
} as const;

const pageBytes = 65_536;

/** The module as bytes: types, functions, memory, exports, code. */
export function writeModule({ code, memoryBytes }: WasmModule): Uint8Array {
  const { i32, f32 } = valueTypes;
  const locals = list(code.locals.map((type) => [1, valueTypes[type]]));
  const body = [...locals, ...code.instructions, ...wasm.end];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list([[0x60, ...list([[i32], [i32], [f32]]), ...list([[f32]])]])),
    ...section(3, list([[0]])),
    ...section(5, list([[0, ...unsigned(Math.ceil(memoryBytes / pageBytes))]])),
    ...section(
      7,
      list([
        [...text("memory"), 2, 0],
        [...text("learn"), 0, 0],
      ]),
    ),
    ...section(10, list([[...unsigned(body.length), ...body]])),
  ]);
}

/** A module's memory. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

// The types of Node 20 don't know it.
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object) => { readonly exports: object };
  };
};

/** Starts a module and gives what it exports. */
export function instantiate(module: Uint8Array): object {
  return new WebAssembly.Instance(new WebAssembly.Module(module)).exports;
}

function section(id: number, content: readonly number[]): readonly number[] {
  return [id, ...unsigned(content.length), ...content];
}

function list(items: readonly (readonly number[])[]): readonly number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): readonly number[] {
  return list([...new TextEncoder().encode(value)].map((byte) => [byte]));
}

/** LEB128. */
function unsigned(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...unsigned(Math.floor(value / 0x80))];
}

/** Signed LEB128 of a number that is not negative: its last byte must not look negative. */
function signed(value: number): readonly number[] {
  return value < 0x40 ? [value] : [(value % 0x80) | 0x80, ...signed(Math.floor(value / 0x80))];
}
