/** A WebAssembly module: functions that work on one memory. */
export interface WasmModule {
  readonly functions: readonly WasmFunction[];
  /** How large a memory of its own it has; or it works on the one given to `instantiate`, which other modules have too, and threads may if it is shared. */
  readonly memory: { readonly bytes: number } | "given" | "shared";
}

/** A function by the name under which it is exported. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly result?: ValueType;
  readonly code: FunctionCode;
}

/** The body of a function. */
export interface FunctionCode {
  /** The types of its locals beside the parameters, in order. */
  readonly locals: readonly ValueType[];
  readonly instructions: readonly number[];
}

/** The types of WebAssembly's values that are used here. */
export const valueTypes = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;

/** The name of a type. */
export type ValueType = keyof typeof valueTypes;

/** Instructions of WebAssembly as bytes: https://webassembly.github.io/spec/core/binary/instructions.html */
export const wasm = {
  block: [0x02, 0x40],
  loop: [0x03, 0x40],
  end: [0x0b],
  branch: (depth: number) => [0x0c, ...unsigned(depth)],
  branchIf: (depth: number) => [0x0d, ...unsigned(depth)],
  get: (local: number) => [0x20, ...unsigned(local)],
  set: (local: number) => [0x21, ...unsigned(local)],
  tee: (local: number) => [0x22, ...unsigned(local)],
  i32: {
    load: (offset = 0) => [0x28, 2, ...unsigned(offset)],
    store: (offset = 0) => [0x36, 2, ...unsigned(offset)],
    /** Two bytes, from 0 to 65,535. */
    loadTwoBytes: (offset = 0) => [0x2f, 1, ...unsigned(offset)],
    /** One byte, from 0 to 255. */
    loadByte: (offset = 0) => [0x2d, 0, ...unsigned(offset)],
    storeByte: (offset = 0) => [0x3a, 0, ...unsigned(offset)],
    const: (value: number) => [0x41, ...signed(value)],
    equal: [0x46],
    less: [0x49],
    greater: [0x4b],
    atLeast: [0x4f],
    trailingZeros: [0x68],
    add: [0x6a],
    subtract: [0x6b],
    multiply: [0x6c],
    exclusiveOr: [0x73],
    shiftLeft: [0x74],
    /** Zeros come in. */
    shiftRight: [0x76],
    turnLeft: [0x77],
    /** Of a float that is no number: 0. */
    ofFloat: [0xfc, 1],
  },
  /** To, from, how many bytes. */
  copyMemory: [0xfc, 10, 0, 0],
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
  f64: {
    load: (offset = 0) => [0x2b, 3, ...unsigned(offset)],
    add: [0xa0],
    greatest: [0xa5],
    const: (value: number) => [0x44, ...new Uint8Array(Float64Array.of(value).buffer)],
  },
  /** Four numbers at a time. */
  f32x4: {
    load: (offset = 0) => [0xfd, 0, 4, ...unsigned(offset)],
    store: (offset = 0) => [0xfd, 11, 4, ...unsigned(offset)],
    zero: [0xfd, 12, ...new Array<number>(16).fill(0)],
    splat: [0xfd, 19],
    lane: (lane: number) => [0xfd, 31, lane],
    loadSplat: (offset = 0) => [0xfd, 9, 2, ...unsigned(offset)],
    greater: [0xfd, 68],
    atMost: [0xfd, 69],
    atLeast: [0xfd, 70],
    different: [0xfd, 66],
    ofInts: [0xfd, ...unsigned(250)],
    /** One number, and three zeros. */
    loadOne: (offset = 0) => [0xfd, 92, 2, ...unsigned(offset)],
    /** Into one place of the top; the address is below it. */
    loadLane: (lane: number, offset = 0) => [0xfd, 86, 2, ...unsigned(offset), lane],
    /** The first number alone. */
    storeOne: (offset = 0) => [0xfd, 90, 2, ...unsigned(offset), 0],
    squareRoot: [0xfd, ...unsigned(227)],
    add: [0xfd, ...unsigned(228)],
    subtract: [0xfd, ...unsigned(229)],
    multiply: [0xfd, ...unsigned(230)],
    divide: [0xfd, ...unsigned(231)],
  },
  /** Four whole numbers at a time. */
  i32x4: {
    add: [0xfd, ...unsigned(174)],
    subtract: [0xfd, ...unsigned(177)],
    /** Of eight numbers of 16 bits each: the sums of the products of neighbours. */
    dot: [0xfd, ...unsigned(186)],
  },
  /** Eight whole numbers at a time. */
  i16x8: {
    /** Of eight bytes, each from -128 to 127. */
    loadBytes: (offset = 0) => [0xfd, 1, 0, ...unsigned(offset)],
    /** Of twice four numbers of 32 bits. */
    narrow: [0xfd, ...unsigned(133)],
  },
  /** Sixteen bytes, each from -128 to 127. */
  i8x16: {
    loadSplat: (offset = 0) => [0xfd, 7, 0, ...unsigned(offset)],
    greater: [0xfd, 39],
    /** Of twice eight numbers of 16 bits. */
    narrow: [0xfd, ...unsigned(101)],
  },
  /** 128 bits. */
  v128: {
    load: (offset = 0) => [0xfd, 0, 4, ...unsigned(offset)],
    store: (offset = 0) => [0xfd, 11, 4, ...unsigned(offset)],
    splatOf: (value: number) => [0xfd, 12, ...new Uint8Array(Int32Array.of(value, value, value, value).buffer)],
    ones: [0xfd, 12, ...new Array<number>(16).fill(255)],
    and: [0xfd, 78],
    /** The bits of the first that are not in the second. */
    without: [0xfd, 79],
    xor: [0xfd, 81],
    intLane: (lane: number) => [0xfd, 27, lane],
    /** 1 where any bit is set, else 0. */
    any: [0xfd, 83],
    /** Sixteen of 32 bytes: the first sixteen are of the one below, the others of the top. */
    pickBytes: (...bytes: readonly number[]) => [0xfd, 13, ...bytes],
    /** Four of eight words of 32 bits: the first four are of the one below, the others of the top. */
    pick: (...words: readonly number[]) => [
      ...[0xfd, 13],
      ...words.flatMap((word) => [4 * word, 4 * word + 1, 4 * word + 2, 4 * word + 3]),
    ],
  },
  /** Two numbers at a time. */
  f64x2: {
    load: (offset = 0) => [0xfd, 0, 4, ...unsigned(offset)],
    store: (offset = 0) => [0xfd, 11, 4, ...unsigned(offset)],
    /** Of two numbers in single precision. */
    loadFloats: (offset = 0) => [0xfd, 93, 3, ...unsigned(offset), 0xfd, 95],
    /** Of one number in single precision, and a zero. */
    loadFloat: (offset = 0) => [0xfd, 92, 2, ...unsigned(offset), 0xfd, 95],
    /** Of the first two of four numbers in single precision. */
    ofFloats: [0xfd, 95],
    splat: [0xfd, 20],
    lane: (lane: number) => [0xfd, 33, lane],
    replaceLane: (lane: number) => [0xfd, 34, lane],
    add: [0xfd, ...unsigned(240)],
    subtract: [0xfd, ...unsigned(241)],
    multiply: [0xfd, ...unsigned(242)],
    greatest: [0xfd, ...unsigned(245)],
  },
} as const;

/** Memory comes in pages of so many bytes. */
export const pageBytes = 65_536;

/** The most that a module can reach. */
export const mostMemoryBytes = 2 ** 32;

/** The module as bytes: types, imports, functions, memory, exports, code. */
export function writeModule({ functions, memory }: WasmModule): Uint8Array {
  const types = functions.map(({ parameters, result }) => [
    0x60,
    ...list(parameters.map((type) => [valueTypes[type]])),
    ...list(result === undefined ? [] : [[valueTypes[result]]]),
  ]);
  const exports = functions.map(({ name }, index) => [...text(name), 0, ...unsigned(index)]);
  const isOwn = typeof memory === "object";
  // between no page and all pages
  const limits = memory === "shared" ? [3, ...unsigned(0), ...unsigned(pagesOf(mostMemoryBytes))] : [0, ...unsigned(0)];
  const outer = [...text("outer"), ...text("memory"), 2, ...limits];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...(isOwn ? [] : section(2, list([outer]))),
    ...section(3, list(functions.map((_, index) => unsigned(index)))),
    ...(isOwn ? section(5, list([[0, ...unsigned(pagesOf(memory.bytes))]])) : []),
    ...section(7, list([[...text("memory"), 2, 0], ...exports])),
    ...section(10, list(functions.map(({ code }) => bodyOf(code)))),
  ]);
}

function pagesOf(bytes: number): number {
  return Math.ceil(bytes / pageBytes);
}

function bodyOf({ locals, instructions }: FunctionCode): readonly number[] {
  const body = [...list(locals.map((type) => [1, valueTypes[type]])), ...instructions, ...wasm.end];
  return [...unsigned(body.length), ...body];
}

/** A module's memory. */
export interface WasmMemory<Buffer = ArrayBuffer> {
  /** Another one after each growth. */
  readonly buffer: Buffer;
  /** Adds pages of 65,536 bytes, all 0. Throws a RangeError when the machine has none left. */
  grow(pages: number): number;
}

// The types of Node 20 don't know it.
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object, imports: object) => { readonly exports: object };
    Memory: {
      new (limits: { initial: number; maximum: number; shared: true }): WasmMemory<SharedArrayBuffer>;
      new (limits: { initial: number }): WasmMemory;
    };
  };
};

/** A memory of that many bytes, all 0, that threads can share. Throws a RangeError when the machine has none left. */
export function sharedMemory(bytes: number): WasmMemory<SharedArrayBuffer> {
  return new WebAssembly.Memory({ initial: pagesOf(bytes), maximum: pagesOf(bytes), shared: true });
}

/** A memory of that many bytes, all 0, for modules that are given theirs. Throws a RangeError when the machine has none left. */
export function givenMemory(bytes: number): WasmMemory {
  return new WebAssembly.Memory({ initial: pagesOf(bytes) });
}

/** Starts a module, on a memory if it was written to be given one, and gives what it exports. */
export function instantiate(module: Uint8Array, memory?: WasmMemory | WasmMemory<SharedArrayBuffer>): object {
  return new WebAssembly.Instance(new WebAssembly.Module(module), { outer: { memory } }).exports;
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
