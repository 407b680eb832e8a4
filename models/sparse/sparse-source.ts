import type { ColumnBins } from "../trees/binning.ts";
import type { ColumnPlace, FewRows, Histogram, HistogramSource, RowTotal, Split } from "../trees/histogram-source.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";

/** Counts in bins: one for rows that don't have a column, and one for each count that occurs, or more where they are many. */
export interface SparseBins {
  readonly matrix: SparseMatrix;
  readonly columns: readonly ColumnBins[];
  /** The first bin of each column among those of all, and where the last one's end. */
  readonly starts: Uint32Array;
  /** For each kept value the place of its bin among those of all columns. */
  readonly cells: Uint32Array;
}

const mostBins = 255;

/** Bins of a matrix whose values are above 0, and which names no column twice in a row. */
export function binCounts(matrix: SparseMatrix): SparseBins {
  const columns = distinctValues(matrix).map(binsOf);
  const starts = new Uint32Array(columns.length + 1);
  for (const [column, { bins }] of columns.entries()) starts[column + 1] = starts[column]! + bins;
  const cells = matrix.places.map((column, at) => {
    const { limits } = columns[column]!;
    const bin = limits.findIndex((limit) => matrix.values[at]! <= limit);
    return starts[column]! + bin;
  });
  return { matrix, columns, starts, cells };
}

function distinctValues({ columns, places, values }: SparseMatrix): readonly (readonly number[])[] {
  const found = Array.from({ length: columns }, () => new Set<number>());
  for (const [at, column] of places.entries()) found[column]!.add(values[at]!);
  return found.map((set) => [...set].sort((a, b) => a - b));
}

function binsOf(present: readonly number[]): ColumnBins {
  const values = [0, ...present];
  const limits = values.slice(0, mostBins - 1).map((value, i) => Math.fround((value + (values[i + 1] ?? value)) / 2));
  if (values.length >= mostBins) limits.push(values.at(-1)!);
  return { kind: "number", bins: limits.length, hasMissing: false, limits: Float32Array.from(limits) };
}

/**
 * Rows of counts that trees can grow on. A histogram takes time for the counts that are there only: what the bin of 0 holds is what the
 * others leave of the node's total. `residuals` holds what the trees are to follow, one a row; each row counts 1.
 */
export function openSparseSource(bins: SparseBins, residuals: Float32Array, slots: number): HistogramSource {
  const { columns, starts } = bins;
  const order = new Uint32Array(residuals.length);
  const length = starts.at(-1)! * 2;
  const kept = Array.from({ length: slots }, () => new Float64Array(length));
  const places = columns.map((each, column) => placeOf(each, column, starts[column]!));
  const rows: NodeRows = { bins, residuals, order };
  const scratch = new Uint32Array(residuals.length);
  return {
    columns,
    slots,
    order,
    few: fewSparseRows(rows, places),
    histogram: (slot) => ({ places, sums: kept[slot]!, weights: undefined }),
    fill(slot, begin, end) {
      const sums = kept[slot]!.fill(0);
      addRows(rows, begin, end, sums);
      const total = totalOf(rows, begin, end);
      for (const place of places) setZeroBin(sums, place, total);
    },
    subtract(slot, other) {
      const [sums, less] = [kept[slot]!, kept[other]!];
      for (let at = 0; at < sums.length; at++) sums[at] = sums[at]! - less[at]!;
    },
    total: (begin, end) => totalOf(rows, begin, end),
    partition: (begin, end, split) => partitionRows(rows, scratch, begin, end, split),
  };
}

/** Rows in the order of a tree's nodes, their bins and what is added up. */
interface NodeRows {
  readonly bins: SparseBins;
  readonly residuals: Float32Array;
  readonly order: Uint32Array;
}

function placeOf({ bins }: ColumnBins, column: number, start: number): ColumnPlace {
  return { column, start, valueBins: bins, hasMissing: false };
}

/** Adds up the counts that are there. */
function addRows({ bins, residuals, order }: NodeRows, begin: number, end: number, sums: Float64Array): void {
  const { cells } = bins;
  const { starts } = bins.matrix;
  for (let place = begin; place < end; place++) {
    const row = order[place]!;
    const residual = residuals[row]!;
    for (let at = starts[row]!, last = starts[row + 1]!; at < last; at++) {
      const sum = 2 * cells[at]!;
      sums[sum] = sums[sum]! + residual;
      sums[sum + 1] = sums[sum + 1]! + 1;
    }
  }
}

/** Gives the bin of 0, which comes first, what the others leave of the total. */
function setZeroBin(sums: Float64Array, { start, valueBins }: ColumnPlace, { sum, rows }: RowTotal): void {
  let [restSum, restRows] = [sum, rows];
  for (let at = 2 * (start + 1); at < 2 * (start + valueBins); at += 2) {
    restSum -= sums[at]!;
    restRows -= sums[at + 1]!;
  }
  sums[2 * start] = restSum;
  sums[2 * start + 1] = restRows;
}

function totalOf({ residuals, order }: NodeRows, begin: number, end: number): RowTotal {
  let sum = 0;
  for (let place = begin; place < end; place++) sum += residuals[order[place]!]!;
  return { rows: end - begin, sum, weight: end - begin };
}

/** Nodes with fewer counts than a quarter of all bins look at the columns that they have, and at no other. */
function fewSparseRows(rows: NodeRows, all: readonly ColumnPlace[]): FewRows {
  const { bins, order } = rows;
  const { starts, places: columnOf } = bins.matrix;
  const cellCount = bins.starts.at(-1)!;
  const places = new Array<ColumnPlace | undefined>(all.length).fill(undefined);
  const found: Histogram = { places, sums: new Float64Array(2 * cellCount), weights: undefined };
  const met = new Uint32Array(all.length);
  let metCount = 0;

  const forget = () => {
    for (let i = 0; i < metCount; i++) {
      const column = met[i]!;
      found.sums.fill(0, 2 * bins.starts[column]!, 2 * bins.starts[column + 1]!);
      places[column] = undefined;
    }
    metCount = 0;
  };

  return {
    most: Math.floor(cellCount / 4 / Math.max(1, columnOf.length / bins.matrix.rows)),
    histogram(begin, end) {
      forget();
      addRows(rows, begin, end, found.sums);
      for (let place = begin; place < end; place++) {
        const row = order[place]!;
        for (let at = starts[row]!, last = starts[row + 1]!; at < last; at++) {
          const column = columnOf[at]!;
          if (places[column] !== undefined) continue;
          places[column] = all[column]!;
          met[metCount++] = column;
        }
      }
      const total = totalOf(rows, begin, end);
      for (let i = 0; i < metCount; i++) setZeroBin(found.sums, all[met[i]!]!, total);
      return found;
    },
  };
}

function partitionRows(
  { bins, order }: NodeRows,
  scratch: Uint32Array,
  begin: number,
  end: number,
  { column, bin }: Split,
): number {
  const { matrix, starts, cells } = bins;
  const lastLeft = starts[column]! + bin;
  let left = begin;
  let right = 0;
  for (let place = begin; place < end; place++) {
    const row = order[place]!;
    let cell = starts[column]!;
    for (let at = matrix.starts[row]!, last = matrix.starts[row + 1]!; at < last; at++) {
      if (matrix.places[at] === column) cell = cells[at]!;
    }
    if (cell <= lastLeft) order[left++] = row;
    else scratch[right++] = row;
  }
  order.set(scratch.subarray(0, right), left);
  return left;
}
