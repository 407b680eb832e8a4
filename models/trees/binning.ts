import { TwinstreamError } from "../../schemas/errors.ts";
import { sortFloats } from "./sort-floats.ts";

/** The bins of a column: numbers by ranges, or categories one by one. A bin past those of values is for the missing ones, where there are any. */
export interface ColumnBins {
  readonly kind: "number" | "category";
  /** How many bins there are, that of missing values included; from 1 to 256. */
  readonly bins: number;
  /** Whether the last bin is that of missing values (NaN). */
  readonly hasMissing: boolean;
  /**
   * Of numbers: the largest value of each bin as a threshold, ascending, so that `value <= limits[bin]` decides exactly as the bins do. Of
   * categories: the category of each bin; those too rare for a bin of their own share one more.
   */
  readonly limits: Float32Array;
}

/** Rows of numbers, row by row: `count` × `columns` values. */
export interface NumberRows {
  readonly values: Float32Array;
  readonly count: number;
  readonly columns: number;
}

/** Bins for values; one byte also holds the bin of missing ones. */
const mostBins = 255;

/** Bins of about equally many rows for each column, `most` at most; columns named in `categorical` hold whole numbers, binned by frequency. */
export function findBins(
  rows: NumberRows,
  categorical: ReadonlySet<number> = new Set(),
  most: number = mostBins,
): readonly ColumnBins[] {
  const sorted = new Float32Array(rows.count);
  return Array.from({ length: rows.columns }, (_, column) => {
    for (let row = 0; row < rows.count; row++) sorted[row] = rows.values[row * rows.columns + column]!;
    sortFloats(sorted);
    const missing = countMissing(sorted);
    const present = countValues(sorted.subarray(0, rows.count - missing));
    const find = categorical.has(column) ? categoryBins : numberBins;
    return find(present, most, missing > 0, column);
  });
}

/** Writes the bin of each value, row by row. A category that `bins` does not know is taken as a rare one. */
export function writeBins(rows: NumberRows, bins: readonly ColumnBins[], into: Uint8Array): void {
  for (const [column, each] of bins.entries()) {
    if (each.kind === "number") writeNumbers(rows, column, each, into);
    else writeCategories(rows, column, each, into);
  }
}

/** Distinct values, ascending, and how often each occurs. */
interface ValueCounts {
  readonly values: Float32Array;
  readonly counts: Uint32Array;
}

function countMissing(sorted: Float32Array): number {
  let missing = 0;
  while (missing < sorted.length && Number.isNaN(sorted[sorted.length - 1 - missing]!)) missing++;
  return missing;
}

function countValues(sorted: Float32Array): ValueCounts {
  const values = new Float32Array(sorted.length);
  const counts = new Uint32Array(sorted.length);
  let last = -1;
  for (let i = 0; i < sorted.length; i++) {
    if (last < 0 || sorted[i] !== values[last]) values[++last] = sorted[i]!;
    counts[last]!++;
  }
  return { values: values.subarray(0, last + 1), counts: counts.subarray(0, last + 1) };
}

function numberBins({ values, counts }: ValueCounts, most: number, hasMissing: boolean): ColumnBins {
  const limits: number[] = [];
  let rest = counts.reduce((sum, count) => sum + count, 0);
  let filled = 0;
  for (let i = 0; i + 1 < values.length; i++) {
    filled += counts[i]!;
    const wanted = rest / (most - limits.length);
    const isFull = filled >= wanted || counts[i + 1]! >= wanted;
    if (limits.length + 1 === most || (values.length > most && !isFull)) continue;
    limits.push(between(values[i]!, values[i + 1]!));
    rest -= filled;
    filled = 0;
  }
  if (values.length > 0) limits.push(values.at(-1)!);
  return { kind: "number", bins: limits.length + Number(hasMissing), hasMissing, limits: Float32Array.from(limits) };
}

/** A single-precision threshold that has the lower value at or below it and the higher one above it. */
function between(low: number, high: number): number {
  const middle = Math.fround(low / 2 + high / 2);
  return middle >= low && middle < high ? middle : low;
}

/** Looks a value up in even stretches between the least and the greatest limit first, and then among the few limits of its stretch. */
const stretches = 1024;

function writeNumbers(rows: NumberRows, column: number, { bins, limits }: ColumnBins, into: Uint8Array): void {
  const least = limits[0]!;
  const scale = stretches / (limits.at(-1)! - least);
  const firstOf = firstBins(limits, least, scale);
  for (let at = column; at < rows.count * rows.columns; at += rows.columns) {
    const value = rows.values[at]!;
    if (Number.isNaN(value)) {
      into[at] = bins - 1;
      continue;
    }
    const stretch = stretchOf(value, least, scale);
    let low = firstOf[stretch]!;
    let high = firstOf[stretch + 1]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= limits[middle]!) high = middle;
      else low = middle + 1;
    }
    into[at] = low;
  }
}

/** Never falls as the value grows, however limits lie. */
function stretchOf(value: number, least: number, scale: number): number {
  // no number, where the limits reach to infinity, becomes 0
  return Math.max(0, Math.min(stretches - 1, (value - least) * scale)) | 0;
}

/** For each stretch the first bin whose limit does not lie before it; values past all limits are of the last bin. */
function firstBins(limits: Float32Array, least: number, scale: number): Uint8Array {
  const first = new Uint8Array(stretches + 1).fill(Math.max(0, limits.length - 1));
  for (let bin = limits.length - 2; bin >= 0; bin--) first.fill(bin, 0, stretchOf(limits[bin]!, least, scale) + 1);
  return first;
}

function categoryBins({ values, counts }: ValueCounts, most: number, hasMissing: boolean, column: number): ColumnBins {
  const odd = values.find((value) => !Number.isInteger(value));
  if (odd !== undefined) {
    const what = `column ${column} is to be categories, but holds ${odd}`;
    throw new TwinstreamError("TRAINING_IMPOSSIBLE", `${what}; give each category a whole number`);
  }
  const byCount = Array.from(values.keys()).sort((a, b) => counts[b]! - counts[a]!);
  const kept = byCount.slice(0, values.length > most ? most - 1 : most);
  const bins = kept.length + Number(values.length > kept.length) + Number(hasMissing);
  return { kind: "category", bins, hasMissing, limits: Float32Array.from(kept, (i) => values[i]!) };
}

function writeCategories(rows: NumberRows, column: number, { bins, limits }: ColumnBins, into: Uint8Array): void {
  const binOf = new Map(Array.from(limits, (category, bin) => [category, bin]));
  for (let at = column; at < rows.count * rows.columns; at += rows.columns) {
    const value = rows.values[at]!;
    into[at] = Number.isNaN(value) ? bins - 1 : (binOf.get(value) ?? limits.length);
  }
}
