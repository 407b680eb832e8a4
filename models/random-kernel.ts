import { type FunctionCode, instantiate, type WasmMemory, wasm, writeModule } from "./wasm/wasm-module.ts";

/** Marks that are drawn at once; few enough to stay in the fastest cache. */
const atOnce = 16_384;

/** Where the four words of the generator's state and the marks lie. */
const places = { state: 0, marks: 16 } as const;

interface Kernel {
  readonly memory: WasmMemory;
  /** Draws a mark for each byte up to `end`. */
  mark(end: number, bound: number): void;
}

let opened: ReturnType<typeof openKernel> | undefined;

/**
 * Draws a number from 0 up to 2^32 for each place, as `seededRandom` does, and puts a 1 where it is at least `bound`, a 0 elsewhere. In
 * WebAssembly, which takes a third of the time: a training step of a net with dropout draws half a million of them.
 */
export function markFrom(state: Int32Array, bound: number, marks: Uint8Array): void {
  opened ??= openKernel();
  const { kernel, words, drawn } = opened;
  words.set(state);
  for (let from = 0; from < marks.length; from += atOnce) {
    const count = Math.min(atOnce, marks.length - from);
    kernel.mark(places.marks + count, bound);
    marks.set(drawn.subarray(0, count), from);
  }
  state.set(words);
}

function openKernel() {
  const functions = [{ name: "mark", parameters: ["i32", "i32"], code: writeMark() }] as const;
  const kernel = instantiate(writeModule({ functions, memory: { bytes: places.marks + atOnce } })) as Kernel;
  const { buffer } = kernel.memory;
  return {
    kernel,
    words: new Int32Array(buffer, places.state, 4),
    drawn: new Uint8Array(buffer, places.marks, atOnce),
  };
}

const { get, set, tee, i32 } = wasm;

function writeMark(): FunctionCode {
  const [end, bound, at, sum, a, b, c, counter] = [0, 1, 2, 3, 4, 5, 6, 7];
  const words = [a, b, c, counter];
  const instructions = [
    ...words.flatMap((word, index) => [...i32.const(0), ...i32.load(places.state + 4 * index), ...set(word)]),
    ...[...i32.const(places.marks), ...set(at), ...wasm.loop],
    // sum = a + b + counter++
    ...[...get(a), ...get(b), ...i32.add, ...get(counter), ...i32.add, ...set(sum)],
    ...[...get(counter), ...i32.const(1), ...i32.add, ...set(counter)],
    // a = b ^ (b >>> 9)
    ...[...get(b), ...get(b), ...i32.const(9), ...i32.shiftRight, ...i32.exclusiveOr, ...set(a)],
    // b = c + (c << 3)
    ...[...get(c), ...get(c), ...i32.const(3), ...i32.shiftLeft, ...i32.add, ...set(b)],
    // c = c turned left by 21, + sum
    ...[...get(c), ...i32.const(21), ...i32.turnLeft, ...get(sum), ...i32.add, ...set(c)],
    ...[...get(at), ...get(sum), ...get(bound), ...i32.atLeast, ...i32.storeByte()],
    ...[
      ...get(at),
      ...i32.const(1),
      ...i32.add,
      ...tee(at),
      ...get(end),
      ...i32.less,
      ...wasm.branchIf(0),
      ...wasm.end,
    ],
    ...words.flatMap((word, index) => [...i32.const(0), ...get(word), ...i32.store(places.state + 4 * index)]),
  ];
  return { locals: new Array<"i32">(6).fill("i32"), instructions };
}
