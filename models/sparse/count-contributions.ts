import type { Contributions } from "../model.ts";
import type { TreeEnsemble } from "../trees/tree-ensemble.ts";
import { treeContributions } from "../trees/tree-shap.ts";
import type { CountColumns, CountUnit } from "./count-vectors.ts";
import type { LinearFit } from "./ridge-systems.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";

/** What each word or character adds to the scores of a linear fit on counts: its count times its coefficient. Those that no row has are left out. */
export function linearContributions(counts: SparseMatrix, columns: CountColumns, fit: LinearFit): Contributions {
  const met = metColumns(counts);
  const values = new Float32Array(counts.rows * met.length);
  for (let row = 0; row < counts.rows; row++) {
    const dense = denseRow(counts, row);
    for (const [i, column] of met.entries()) values[row * met.length + i] = dense[column]! * fit.coefficients[column]!;
  }
  return { names: met.map((column) => nameOf(columns, column)), base: fit.intercept, values };
}

/** What each word or character adds to the scores of trees on counts, by TreeSHAP; all that no row has, and that so has its part as well, together. */
export function forestContributions(
  counts: SparseMatrix,
  columns: CountColumns,
  unit: CountUnit,
  trees: TreeEnsemble,
): Contributions {
  const met = metColumns(counts);
  const isMet = new Set(met);
  const width = met.length + 1;
  const values = new Float32Array(counts.rows * width);
  const { base } = treeContributions(trees, new Float32Array());
  for (let row = 0; row < counts.rows; row++) {
    const adds = treeContributions(trees, denseRow(counts, row)).values;
    for (const [i, column] of met.entries()) values[row * width + i] = adds[column]!;
    values[row * width + met.length] = adds.reduce((sum, value, column) => (isMet.has(column) ? sum : sum + value), 0);
  }
  const names = [...met.map((column) => nameOf(columns, column)), `other ${unit}, which are not there`];
  return { names, base, values };
}

/** The columns that some row has, ascending. */
function metColumns({ places }: SparseMatrix): readonly number[] {
  return [...new Set(places)].sort((a, b) => a - b);
}

function denseRow({ columns, starts, places, values }: SparseMatrix, row: number): Float32Array {
  const dense = new Float32Array(columns);
  for (let at = starts[row]!; at < starts[row + 1]!; at++) dense[places[at]!]! += values[at]!;
  return dense;
}

function nameOf({ query, title }: CountColumns, column: number): string {
  return column < query.length ? `"${query[column]}" in the query` : `"${title[column - query.length]}" in the title`;
}
