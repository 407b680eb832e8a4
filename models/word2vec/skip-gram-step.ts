import { type FunctionCode, type ValueType, wasm } from "../wasm/wasm-module.ts";

/** What the code of a step is written for: where things lie, in bytes, and how long they are. */
export interface StepLayout {
  readonly sigmoid: number;
  readonly loss: number;
  readonly work: number;
  readonly targets: number;
  readonly input: number;
  readonly output: number;
  readonly stride: number;
  /** Entries of the tables, and up to which value they reach. */
  readonly size: number;
  readonly limit: number;
}

const { i32, f32, f32x4, get, set, tee } = wasm;

/** Parameters and locals by number; the parameters come first. */
const local = {
  word: 0,
  count: 1,
  rate: 2,
  vector: 3,
  target: 4,
  end: 5,
  other: 6,
  entry: 7,
  dot: 8,
  label: 9,
  total: 10,
  pull: 11,
  sums: 12,
};
const sums = 4;
const locals: readonly ValueType[] = [
  ...(["i32", "i32", "i32", "i32", "i32"] as const),
  ...(["f32", "f32", "f32", "v128"] as const),
  ...new Array<ValueType>(sums).fill("v128"),
];

/** One step of skip-gram with negative sampling, its loops over the dimensions written out; see `SkipGramKernel.learn`. */
export function writeStep(layout: StepLayout): FunctionCode {
  const { stride, work, targets, input, output } = layout;
  const eachFour = (write: (offset: number) => readonly number[]) =>
    Array.from({ length: stride / 4 }, (_, four) => write(four * 16)).flat();
  const rowOf = (matrix: number) => [...i32.const(stride * 4), ...i32.multiply, ...i32.const(matrix), ...i32.add];
  return {
    locals,
    instructions: [
      ...[...get(local.word), ...rowOf(input), ...set(local.vector)],
      ...[...i32.const(targets), ...tee(local.target)],
      ...[...get(local.count), ...i32.const(2), ...i32.shiftLeft, ...i32.add, ...set(local.end)],
      ...eachFour((offset) => [...i32.const(0), ...f32x4.zero, ...f32x4.store(work + offset)]),
      ...wasm.loop,
      ...[...get(local.target), ...i32.load(), ...rowOf(output), ...set(local.other)],
      ...dotProduct(stride),
      ...lookUp(layout),
      // pull = (label - σ(dot)) rate
      ...[...get(local.label), ...get(local.entry), ...f32.load(layout.sigmoid), ...f32.subtract],
      ...[...get(local.rate), ...f32.multiply, ...f32x4.splat, ...set(local.pull)],
      // work += pull other, other += pull vector
      ...eachFour((offset) => [
        ...[...i32.const(0), ...i32.const(0), ...f32x4.load(work + offset)],
        ...[...get(local.pull), ...get(local.other), ...f32x4.load(offset), ...tee(local.sums)],
        ...[...f32x4.multiply, ...f32x4.add, ...f32x4.store(work + offset)],
        ...[...get(local.other), ...get(local.sums)],
        ...[...get(local.pull), ...get(local.vector), ...f32x4.load(offset)],
        ...[...f32x4.multiply, ...f32x4.add, ...f32x4.store(offset)],
      ]),
      ...[...get(local.target), ...i32.const(4), ...i32.add, ...tee(local.target)],
      ...[...get(local.end), ...i32.less, ...wasm.branchIf(0)],
      ...wasm.end,
      // vector += work
      ...eachFour((offset) => [
        ...[...get(local.vector), ...get(local.vector), ...f32x4.load(offset)],
        ...[...i32.const(0), ...f32x4.load(work + offset), ...f32x4.add, ...f32x4.store(offset)],
      ]),
      ...get(local.total),
    ],
  };
}

/** dot = vector · other, in four sums that don't wait for each other. */
function dotProduct(stride: number): readonly number[] {
  const fours = stride / 4;
  const used = Math.min(sums, fours);
  const code: number[] = [];
  for (let four = 0; four < fours; four++) {
    const sum = local.sums + (four % used);
    if (four >= used) code.push(...get(sum));
    code.push(...get(local.vector), ...f32x4.load(four * 16), ...get(local.other), ...f32x4.load(four * 16));
    code.push(...f32x4.multiply);
    if (four >= used) code.push(...f32x4.add);
    code.push(...set(sum));
  }
  code.push(...get(local.sums));
  for (let sum = 1; sum < used; sum++) code.push(...get(local.sums + sum), ...f32x4.add);
  code.push(...set(local.sums));
  for (let lane = 0; lane < 4; lane++) {
    code.push(...get(local.sums), ...f32x4.lane(lane));
    if (lane > 0) code.push(...f32.add);
  }
  return [...code, ...set(local.dot)];
}

/** entry = place of dot in the tables, label = 1 for the first target, else 0; adds the target's loss to the total. */
function lookUp({ size, limit, targets, loss }: StepLayout): readonly number[] {
  // just below the limit, so that the last entry is the last one read
  const highest = Math.fround(limit * (1 - 1e-6));
  return [
    ...[...get(local.dot), ...f32.const(highest), ...f32.least, ...f32.const(-limit), ...f32.greatest],
    ...[...f32.const(limit), ...f32.add, ...f32.const(size / (2 * limit)), ...f32.multiply, ...i32.ofFloat],
    ...[...i32.const(2), ...i32.shiftLeft, ...set(local.entry)],
    ...[...get(local.target), ...i32.const(targets), ...i32.equal, ...f32.ofInt, ...set(local.label)],
    // total += -ln σ(dot) + (1 - label) dot, as -ln σ(-x) = -ln σ(x) + x
    ...[...get(local.total), ...get(local.entry), ...f32.load(loss), ...f32.add],
    ...[...f32.const(1), ...get(local.label), ...f32.subtract, ...get(local.dot), ...f32.multiply, ...f32.add],
    ...set(local.total),
  ];
}
