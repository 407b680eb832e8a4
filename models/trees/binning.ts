import { TwinstreamError } from "../../schemas/errors.ts";

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
    sorted.sort();
    // sorting leaves NaN at the end
    const missing = countMissing(sorted);
    const present = countValues(sorted.subarray(0, rows.count - missing));
    const find = categorical.has(column) ? categoryBins : numberBins;
    return find(present, most, missing > 0, column);
  });
}

/** Writes the bin of each value, row by row. A category that `bins` does not know is taken as a rare one. */
export function writeBins(rows: NumberRows, bins: readonly ColumnBins[], into: Uint8Array): void {
  for (const [column, each] of bins.entries()) {
    const binOf = each.kind === "number" ? numberBinOf(each) : categoryBinOf(each);
    const missing = each.bins - 1;
    for (let at = column; at < rows.count * rows.columns; at += rows.columns) {
      const value = rows.values[at]!;
      into[at] = Number.isNaN(value) ? missing : binOf(value);
    }
  }
}

/** Distinct values, ascending, and how often each occurs. */
interface ValueCounts {
  readonly values: readonly number[];
  readonly counts: readonly number[];
}

function countMissing(sorted: Float32Array): number {
  let missing = 0;
  while (missing < sorted.length && Number.isNaN(sorted[sorted.length - 1 - missing]!)) missing++;
  return missing;
}

function countValues(sorted: Float32Array): ValueCounts {
  const values: number[] = [];
  const counts: number[] = [];
  for (const value of sorted) {
    if (value === values.at(-1)) counts[counts.length - 1]!++;
    else {
      values.push(value);
      counts.push(1);
    }
  }
  return { values, counts };
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

function numberBinOf({ limits }: ColumnBins): (value: number) => number {
  return (value) => {
    let low = 0;
    let high = limits.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= limits[middle]!) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

function categoryBins({ values, counts }: ValueCounts, most: number, hasMissing: boolean, column: number): ColumnBins {
  const odd = values.find((value) => !Number.isInteger(value));
  if (odd !== undefined) {
    const what = `column ${column} is to be categories, but holds ${odd}`;
    throw new TwinstreamError("TRAINING_IMPOSSIBLE", `${what}; give each category a whole number`);
  }
  const byCount = values.map((_, i) => i).sort((a, b) => counts[b]! - counts[a]!);
  const kept = byCount.slice(0, values.length > most ? most - 1 : most);
  const bins = kept.length + Number(values.length > kept.length) + Number(hasMissing);
  return { kind: "category", bins, hasMissing, limits: Float32Array.from(kept, (i) => values[i]!) };
}

function categoryBinOf({ limits }: ColumnBins): (value: number) => number {
  const bins = new Map(Array.from(limits, (category, bin) => [category, bin]));
  return (value) => bins.get(value) ?? limits.length;
}
