import type { TreeEnsemble } from "../trees/tree-ensemble.ts";
import { joinTrees, scaledTree } from "../trees/tree-nodes.ts";

/** One ensemble that gives the weighted sum of what some give; all read the same columns. */
export function joinEnsembles(ensembles: readonly TreeEnsemble[], weights: readonly number[]): TreeEnsemble {
  const weighed = ensembles.map((ensemble, i) => ({
    ...scaledTree(ensemble, weights[i]!),
    gain: ensemble.gain.map((gain) => gain * weights[i]!),
  }));
  const base = ensembles.reduce((sum, ensemble, i) => sum + ensemble.base * weights[i]!, 0);
  const joined = joinTrees(weighed, ensembles[0]!.columns, base);
  // where the nodes of each begin, to which its own roots are added
  const starts = joined.roots;
  const roots = ensembles.flatMap((ensemble, i) => Array.from(ensemble.roots, (root) => starts[i]! + root));
  return { ...joined, roots: Uint32Array.from(roots) };
}
