import { type FunctionCode, type ValueType, wasm } from "../wasm/wasm-module.ts";
import { whileBelow } from "../wasm/while-below.ts";

/** Thresholds of one column, ascending, no more than `mostThresholds`: the rank of a value among them is a byte. */
export interface RankedColumn {
  readonly column: number;
  readonly thresholds: readonly number[];
}

/** A value is greater than none to all of so many, which are as many ranks as a byte has values. */
export const mostThresholds = 255;
/** Bytes are signed, so the lowest rank is this. */
export const lowestRank = -128;

/** A ranked column is four addresses: of its values, of its thresholds, of their end, of its ranks. */
export const rankedColumnBytes = 16;
/** Values that are ranked at the same time. */
const valuesAtOnce = 16;

const { get, set, i32, f32x4, i32x4, i16x8, i8x16, v128 } = wasm;

/**
 * A function that ranks the values of columns: how many of the thresholds each is greater than. It takes where the columns begin and end, and how many
 * values each has. A missing value has the lowest rank, and in a second block of `blockRows` bytes the highest.
 */
export function writeRank(blockRows: number): FunctionCode {
  const [ranked, rankedEnd, rows, value, threshold, thresholdsEnd, rank, end] = [0, 1, 2, 3, 4, 5, 6, 7];
  const [asked, first] = [8, 9];
  const each = [0, 1, 2, 3];
  const load = (vector: number) => [...get(value), ...f32x4.load(16 * vector)];
  const countGreater = each.flatMap((vector) => [
    ...[...get(first + vector), ...load(vector), ...get(asked), ...f32x4.greater, ...i32x4.subtract],
    ...set(first + vector),
  ]);
  const narrow = (four: (vector: number) => readonly number[]) => [
    ...[...four(0), ...four(1), ...i16x8.narrow, ...four(2), ...four(3), ...i16x8.narrow, ...i8x16.narrow],
  ];
  const isMissing = (vector: number) => [...load(vector), ...load(vector), ...f32x4.different];
  const rankValues = [
    ...each.flatMap((vector) => [...v128.splatOf(lowestRank), ...set(first + vector)]),
    ...[...get(ranked), ...i32.load(4), ...set(threshold)],
    ...whileBelow(threshold, thresholdsEnd, 4, [
      ...get(threshold),
      ...f32x4.loadSplat(),
      ...set(asked),
      ...countGreater,
    ]),
    ...[...narrow((vector) => get(first + vector)), ...set(asked)],
    ...[...get(rank), ...get(asked), ...v128.store()],
    // the bits of the lowest rank, turned over, are the highest
    ...[...get(rank), ...get(asked), ...narrow(isMissing), ...v128.xor, ...v128.store(blockRows)],
    ...[...get(value), ...i32.const(4 * valuesAtOnce), ...i32.add, ...set(value)],
  ];
  const openColumn = [
    ...[...get(ranked), ...i32.load(), ...set(value), ...get(ranked), ...i32.load(8), ...set(thresholdsEnd)],
    ...[...get(ranked), ...i32.load(12), ...set(rank), ...get(rank), ...get(rows), ...i32.add, ...set(end)],
  ];
  const instructions = whileBelow(ranked, rankedEnd, rankedColumnBytes, [
    ...openColumn,
    ...whileBelow(rank, end, valuesAtOnce, rankValues),
  ]);
  const pointers = new Array<ValueType>(5).fill("i32");
  return { locals: [...pointers, "v128", ...each.map(() => "v128" as const)], instructions };
}
