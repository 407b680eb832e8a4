import type { ColumnBins } from "./binning.ts";

/** Rows that trees can grow on, seen through histograms: binned rows are one kind, counts of words may be another. */
export interface HistogramSource {
  /** The bins of every column. */
  readonly columns: readonly ColumnBins[];
  /** How many histograms it can hold at a time. */
  readonly slots: number;
  /** The rows of a tree, from the first place on; a row may stand there more than once. `partition` moves them, so that a node's rows lie together. */
  readonly order: Uint32Array;
  histogram(slot: number): Histogram;
  /** A quicker way for nodes of few rows, if there is one. */
  readonly few?: FewRows;
  /** Makes the histogram of the rows from `begin` to `end`, of the given columns, ascending, or of all. */
  fill(slot: number, begin: number, end: number, columns?: Uint32Array): void;
  /** Takes the histogram `other` from that in `slot`. */
  subtract(slot: number, other: number): void;
  /** What the rows from `begin` to `end` are together. */
  total(begin: number, end: number): RowTotal;
  /** Moves the rows that go left before those that go right; each side keeps its order. Gives the place of the first that goes right. */
  partition(begin: number, end: number, split: Split): number;
  /** The best of the splits that all threads have found, one for each place; each thread asks at the same time. */
  agree?(splits: readonly (Split | undefined)[]): readonly (Split | undefined)[];
}

/** Histograms of nodes with few rows, that are never kept: each takes the place of the one before. */
export interface FewRows {
  /** How many rows are few. */
  readonly most: number;
  histogram(begin: number, end: number, columns: Uint32Array): Histogram;
}

/** What lies in the bins of some rows, as pairs of numbers. */
export interface Histogram {
  /** Where each column lies; undefined where this source makes none of it, as another thread does. */
  readonly places: readonly (ColumnPlace | undefined)[];
  /** Which bin of its column lies at each place, where bins without rows are left out. */
  readonly bins?: Uint8Array;
  /** For each bin the sum of the residuals of its rows, and their number. */
  readonly sums: Float64Array;
  /** The same of their hessians; undefined where each row counts 1. */
  readonly weights: Float64Array | undefined;
}

/** A column's part of a histogram. */
export interface ColumnPlace {
  readonly column: number;
  /** Its first bin. */
  readonly start: number;
  /** How many bins of values there are; that of missing ones follows, if it has any. */
  readonly valueBins: number;
  readonly hasMissing: boolean;
}

/** What some rows are together. */
export interface RowTotal {
  readonly rows: number;
  /** Of their residuals. */
  readonly sum: number;
  /** Of their hessians; the number of rows where each counts 1. */
  readonly weight: number;
}

/** A way to divide the rows of a node. */
export interface Split {
  /** What the split of a node is chosen by: its gain and what no split would have. */
  readonly score: number;
  /** By how much it lowers the sum of squares; twice the loss of other objectives, to second order. */
  readonly gain: number;
  readonly column: number;
  /** Of numbers: bins up to this one go left. */
  readonly bin: number;
  /** Of categories: 1 for each bin that goes left. */
  readonly leftBins: Uint8Array | undefined;
  readonly missingLeft: boolean;
  /** The rows that go left. */
  readonly left: RowTotal;
}
