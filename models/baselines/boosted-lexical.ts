import type { Artifact } from "../../schemas/artifact.ts";
import type { Learner, Model, TrainingRows, TrainingRun } from "../model.ts";
import { boostTrees } from "../trees/boosting.ts";
import { type BoostingConfig, boostingRows, checkBoosting, treeOptions } from "./boosting-config.ts";
import { checkDifference, checkTrainable, trainedOn } from "./row-checks.ts";
import { loadTreeModel, treeModel } from "./tree-model.ts";

const kind = "boosted-lexical";

/** Gradient-boosted trees on the features of each pair. */
export const boostedLexical = {
  kind,
  learnsFrom: "features",
  defaults: {
    rounds: 1000,
    learningRate: 0.05,
    leaves: 31,
    minRows: 20,
    l2: 1,
    rowShare: 0.7,
    columnShare: 0.4,
    patience: 50,
  },
  check: (config: BoostingConfig) => checkBoosting(kind, config),
  async fit(rows: TrainingRows, config: BoostingConfig, run: TrainingRun): Promise<Model> {
    checkTrainable(kind, rows);
    checkDifference(kind, rows);
    checkBoosting(kind, config);
    const { validation, seed, signal, threads } = run;
    const { ensemble } = await boostTrees(boostingRows(rows), treeOptions(config), {
      ...{ seed, signal, threads },
      ...(validation.count > 0 && { validation: boostingRows(validation) }),
      learned: (round, loss) =>
        run.progress({
          share: round / config.rounds,
          doing: `tree ${round}${loss === undefined ? "" : `, validation error ${loss.toFixed(4)}`}`,
        }),
    });
    return treeModel(kind, ensemble, trainedOn(rows));
  },
  load: async (artifact: Artifact): Promise<Model> => loadTreeModel(kind, artifact),
} as const satisfies Learner<BoostingConfig>;
