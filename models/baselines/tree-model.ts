import type { Artifact } from "../../schemas/artifact.ts";
import type { Model } from "../model.ts";
import { loadTrees, saveTrees } from "../trees/ensemble-file.ts";
import { predictTrees, type TreeEnsemble } from "../trees/tree-ensemble.ts";
import { treeContributions } from "../trees/tree-shap.ts";
import { loadModel, modelDamage, saveModel } from "./model-file.ts";
import { checkScorable, clip, type TrainedOn } from "./row-checks.ts";

/** The file that a model keeps its trees in. */
const treesFile = "trees.bin";

/** A model whose score is the sum of the leaves that the features of a row reach. */
export function treeModel(kind: string, ensemble: TreeEnsemble, trained: TrainedOn): Model {
  return {
    kind,
    scoreMin: trained.scoreMin,
    scoreMax: trained.scoreMax,
    async score(rows) {
      checkScorable(kind, trained, rows);
      return Float32Array.from(predictTrees(ensemble, rows.values), (score) => clip(score, trained));
    },
    async explain(rows) {
      checkScorable(kind, trained, rows);
      return { names: trained.names, ...treeContributions(ensemble, rows.values) };
    },
    save: () => ({ ...saveModel(kind, trained, {}), ...saveTrees(treesFile, ensemble) }),
    close: async () => {},
  };
}

/** Loads what `treeModel` saved. Throws DATA_DAMAGED for anything else. */
export function loadTreeModel(kind: string, artifact: Artifact): Model {
  const { trainedOn } = loadModel(kind, artifact);
  const ensemble = loadTrees(kind, treesFile, artifact);
  if (ensemble.columns === trainedOn.names.length) return treeModel(kind, ensemble, trainedOn);
  throw modelDamage(kind, treesFile, `its trees read ${ensemble.columns} columns, not ${trainedOn.names.length}`);
}
