import type { Artifact } from "../../schemas/artifact.ts";
import { checkSettings, isCount, isShare } from "../check-settings.ts";
import type { Learner, Model, TrainingRows, TrainingRun } from "../model.ts";
import { growForest } from "../trees/forest.ts";
import { boostingRows } from "./boosting-config.ts";
import { checkDifference, checkTrainable, trainedOn } from "./row-checks.ts";
import { loadTreeModel, treeModel } from "./tree-model.ts";

/** How a forest on features is grown. */
export interface ForestLexicalConfig {
  readonly trees: number;
  /** Fewest rows of a leaf. */
  readonly leafRows: number;
  /** Share of the columns that each node may split by. */
  readonly columnsPerNode: number;
}

const kind = "forest-lexical";

/** A random forest (Breiman 2001) on the features of each pair; a file of some 20 MB for 50,000 rows. */
export const forestLexical = {
  kind,
  learnsFrom: "features",
  defaults: { trees: 100, leafRows: 5, columnsPerNode: 0.33 },
  check: checkConfig,
  async fit(rows: TrainingRows, config: ForestLexicalConfig, run: TrainingRun): Promise<Model> {
    checkTrainable(kind, rows);
    checkDifference(kind, rows);
    checkConfig(config);
    const { trees, leafRows, columnsPerNode } = config;
    const { seed, signal, threads } = run;
    const options = { ...unbounded, trees, columnsPerNode, minRows: leafRows };
    const { ensemble } = await growForest(boostingRows(rows), options, {
      ...{ seed, signal, threads },
      grown: (count) => run.progress({ share: count / trees, doing: `tree ${count} of ${trees}` }),
    });
    return treeModel(kind, ensemble, trainedOn(rows));
  },
  load: async (artifact: Artifact): Promise<Model> => loadTreeModel(kind, artifact),
} as const satisfies Learner<ForestLexicalConfig>;

/** Leaves are only as small as their rows let them be. */
const unbounded = {
  bootstrap: true,
  leaves: Number.POSITIVE_INFINITY,
  depth: Number.POSITIVE_INFINITY,
  minGain: 0,
  l2: 0,
  thresholds: "best",
  columnsPerTree: 1,
} as const;

function checkConfig({ trees, leafRows, columnsPerNode }: ForestLexicalConfig): void {
  checkSettings(kind, {
    "trees: a whole number above 0": !isCount(trees),
    "leafRows: a whole number above 0": !isCount(leafRows),
    "columnsPerNode: a number above 0, at most 1": !isShare(columnsPerNode),
  });
}
