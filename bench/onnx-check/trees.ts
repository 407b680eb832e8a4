import type { TreeEnsemble } from "../../models/trees/tree-ensemble.ts";
import { randomRows, randomTrees } from "../support/random-trees.ts";

/** Trees and rows to ask them. */
export interface CheckedTrees {
  readonly ensemble: TreeEnsemble;
  readonly rows: Float32Array;
}

const columns = 20;
const rows = randomRows(3, 500, columns);

/** Trees of every kind of split, by name. */
export const checkedTrees: Readonly<Record<string, CheckedTrees>> = {
  trees: { ensemble: randomTrees({ seed: 1, trees: 200, leaves: 31, columns }), rows },
  "trees-by-category": { ensemble: randomTrees({ seed: 2, trees: 200, leaves: 31, columns, categorical: 0.5 }), rows },
};
