import { seededRandom } from "../random.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";

/** For each column how much its splits lowered the loss, over all trees. */
export function importanceByGain(ensemble: TreeEnsemble): Float64Array {
  return sumOverSplits(ensemble, (node) => ensemble.gain[node]!);
}

/** For each column how many splits ask it, over all trees. */
export function importanceBySplits(ensemble: TreeEnsemble): Float64Array {
  return sumOverSplits(ensemble, () => 1);
}

function sumOverSplits({ columns, column }: TreeEnsemble, measure: (node: number) => number): Float64Array {
  const sums = new Float64Array(columns);
  for (const [node, asked] of column.entries()) if (asked >= 0) sums[asked]! += measure(node);
  return sums;
}

/** What permutation importance needs to know. */
export interface PermutationTrial {
  /** Rows with `columns` values each, row by row; best rows that were not learned from. */
  readonly values: Float32Array;
  readonly columns: number;
  /** Gives each row a score. The rows are only lent: they change after the call. */
  score(values: Float32Array): ArrayLike<number> | Promise<ArrayLike<number>>;
  /** How wrong the scores of the rows are. */
  loss(scores: ArrayLike<number>): number;
  /** Columns that are permuted together, such as those that say nearly the same; each column alone unless said. */
  readonly groups?: readonly (readonly number[])[];
  readonly seed: number;
  /** How often each group is permuted; 5 unless said. */
  readonly repeats?: number;
}

/**
 * For each group of columns how much the loss rises, on average, when its values are dealt out to other rows (Breiman 2001; model-agnostic: Fisher et
 * al. 2019). Below 0 the model would do better without. Equal trials give equal numbers.
 */
export async function importanceByPermutation(trial: PermutationTrial): Promise<Float64Array> {
  const { values, columns, seed, repeats = 5 } = trial;
  const groups = trial.groups ?? Array.from({ length: columns }, (_, column) => [column]);
  const lossOf = async (rows: Float32Array) => trial.loss(await trial.score(rows));
  const before = await lossOf(values);
  const random = seededRandom(seed);
  const order = Uint32Array.from({ length: values.length / columns }, (_, row) => row);
  const rises = new Float64Array(groups.length);
  const permuted = values.slice();
  for (const [index, group] of groups.entries()) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      copyColumns(values, permuted, group, columns, random.shuffle(order));
      rises[index]! += ((await lossOf(permuted)) - before) / repeats;
    }
    copyColumns(values, permuted, group, columns, order.sort());
  }
  return rises;
}

/** Copies some columns to rows, each from the row that `order` names. */
function copyColumns(
  from: Float32Array,
  to: Float32Array,
  group: readonly number[],
  columns: number,
  order: Uint32Array,
): void {
  for (const [row, other] of order.entries()) {
    for (const column of group) to[row * columns + column] = from[other * columns + column]!;
  }
}
