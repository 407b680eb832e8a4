import { type FunctionCode, instantiate, type WasmMemory, wasm, writeModule } from "../wasm/wasm-module.ts";

/** What works on lists of float32 in one memory; places are in bytes, and an `end` is that of the first list. */
export interface AdamKernel {
  readonly memory: WasmMemory;
  /** One step of Adam (`AdamStep`) on the numbers from `values` on. */
  step(
    gradient: number,
    end: number,
    values: number,
    first: number,
    second: number,
    share: number,
    rate: number,
    epsilon: number,
    beta1: number,
    beta2: number,
  ): void;
  /** Reads one word of each line of the cache from three places on, so that what lies there comes all at once; what it gives means nothing. */
  touch(values: number, end: number, first: number, second: number): number;
  /** Adds a row, times a weight. */
  addRow(sum: number, end: number, row: number, weight: number): void;
  /** The sum of the squares, in double precision. */
  squares(from: number, end: number): number;
}

/** Opens the kernel on a memory of so many bytes, all 0. Throws WebAssembly's error when the machine has none left, or for more than 4 GiB. */
export function openAdamKernel(bytes: number): AdamKernel {
  const [places, rates] = [new Array<"i32">(5).fill("i32"), new Array<"f32">(5).fill("f32")];
  const functions = [
    { name: "step", parameters: [...places, ...rates], code: writeStep() },
    { name: "touch", parameters: ["i32", "i32", "i32", "i32"], result: "i32", code: writeTouch() },
    { name: "addRow", parameters: ["i32", "i32", "i32", "f32"], code: writeAddRow() },
    { name: "squares", parameters: ["i32", "i32"], result: "f64", code: writeSquares() },
  ] as const;
  return instantiate(writeModule({ functions, memory: { bytes } })) as AdamKernel;
}

const { get, set, tee, i32, f32x4, f64x2 } = wasm;

const four = { bytes: 16, load: f32x4.load(), store: f32x4.store() };
const one = { bytes: 4, load: f32x4.loadOne(), store: f32x4.storeOne() };

/** Four numbers at a time as long as there are four, then one at a time. All `places` go forward together, the first of them up to `end`. */
function inFours(
  places: readonly number[],
  end: number,
  write: (numbers: typeof four | typeof one) => readonly number[],
): readonly number[] {
  const all = (numbers: typeof four | typeof one) => {
    const { bytes } = numbers;
    const forward = places.flatMap((place) => [...get(place), ...i32.const(bytes), ...i32.add, ...set(place)]);
    const isOver = [...get(places[0]!), ...i32.const(bytes), ...i32.add, ...get(end), ...i32.greater];
    return [
      ...[...wasm.block, ...wasm.loop, ...isOver, ...wasm.branchIf(1), ...write(numbers), ...forward],
      ...[...wasm.branch(0), ...wasm.end, ...wasm.end],
    ];
  };
  return [...all(four), ...all(one)];
}

function splat(from: number, to: number): readonly number[] {
  return [...get(from), ...f32x4.splat, ...set(to)];
}

function writeStep(): FunctionCode {
  const [gradient, end, values, first, second, share, rate, epsilon, beta1, beta2] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const [shares, rates, epsilons, beta1s, beta2s, own, nextFirst, nextSecond] = [10, 11, 12, 13, 14, 15, 16, 17];
  const instructions = [
    ...[...splat(share, shares), ...splat(rate, rates), ...splat(epsilon, epsilons)],
    ...[...splat(beta1, beta1s), ...splat(beta2, beta2s)],
    ...inFours([gradient, values, first, second], end, ({ load, store }) => {
      const faded = (place: number, beta: number) => [...get(place), ...load, ...get(beta), ...f32x4.multiply];
      return [
        // own = share × gradient
        ...[...get(gradient), ...load, ...get(shares), ...f32x4.multiply, ...set(own)],
        // first = β1 first + own
        ...[...get(first), ...faded(first, beta1s), ...get(own), ...f32x4.add, ...tee(nextFirst), ...store],
        // second = β2 second + own²
        ...[...get(second), ...faded(second, beta2s), ...get(own), ...get(own), ...f32x4.multiply, ...f32x4.add],
        ...[...tee(nextSecond), ...store],
        // values −= rate × first / (√second + ε)
        ...[...get(values), ...get(values), ...load, ...get(rates), ...get(nextFirst), ...f32x4.multiply],
        ...[...get(nextSecond), ...f32x4.squareRoot, ...get(epsilons), ...f32x4.add],
        ...[...f32x4.divide, ...f32x4.subtract, ...store],
      ];
    }),
  ];
  return { locals: new Array<"v128">(8).fill("v128"), instructions };
}

function writeTouch(): FunctionCode {
  const [values, end, first, second, sum] = [0, 1, 2, 3, 4];
  const read = (place: number) => [...get(sum), ...get(place), ...i32.load(), ...i32.add, ...set(sum)];
  const forward = (place: number) => [...get(place), ...i32.const(64), ...i32.add, ...set(place)];
  const instructions = [
    ...wasm.loop,
    ...[...read(values), ...read(first), ...read(second)],
    ...[...forward(values), ...forward(first), ...forward(second)],
    ...[...get(values), ...get(end), ...i32.less, ...wasm.branchIf(0)],
    ...[...wasm.end, ...get(sum)],
  ];
  return { locals: ["i32"], instructions };
}

function writeAddRow(): FunctionCode {
  const [sum, end, row, weight, weights] = [0, 1, 2, 3, 4];
  const instructions = [
    ...splat(weight, weights),
    ...inFours([sum, row], end, ({ load, store }) => [
      ...[...get(sum), ...get(sum), ...load, ...get(row), ...load, ...get(weights), ...f32x4.multiply],
      ...[...f32x4.add, ...store],
    ]),
  ];
  return { locals: ["v128"], instructions };
}

/** Two sums of two numbers each, as an addition waits for the one before. */
function writeSquares(): FunctionCode {
  const [from, end, number, sum, otherSum] = [0, 1, 2, 3, 4];
  const addSquare = (load: readonly number[], to: number) => [
    ...[...get(from), ...load, ...tee(number), ...get(number), ...f64x2.multiply, ...get(to), ...f64x2.add],
    ...set(to),
  ];
  const instructions = [
    ...inFours([from], end, (numbers) =>
      numbers === four
        ? [...addSquare(f64x2.loadFloats(0), sum), ...addSquare(f64x2.loadFloats(8), otherSum)]
        : addSquare(f64x2.loadFloat(), sum),
    ),
    ...[...get(sum), ...get(otherSum), ...f64x2.add, ...tee(sum)],
    ...[...f64x2.lane(0), ...get(sum), ...f64x2.lane(1), ...wasm.f64.add],
  ];
  return { locals: ["v128", "v128", "v128"], instructions };
}
