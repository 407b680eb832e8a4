import { checkSettings, isCount, isShare } from "../check-settings.ts";
import type { TrainingRows } from "../model.ts";
import type { BoostingOptions, BoostingRows } from "../trees/boosting.ts";
import { squaredError } from "../trees/objectives.ts";

/** How trees are boosted. */
export interface BoostingConfig {
  /** Most trees. */
  readonly rounds: number;
  /** By how much the leaves of each tree are shrunk. */
  readonly learningRate: number;
  /** Most leaves of a tree. */
  readonly leaves: number;
  /** Fewest rows of a leaf. */
  readonly minRows: number;
  /** Penalty on the square of what a leaf adds. */
  readonly l2: number;
  /** Share of the rows that a tree grows on, and of the columns that it may ask. */
  readonly rowShare: number;
  readonly columnShare: number;
  /** Trees without a lower error on the validation rows before it stops. */
  readonly patience: number;
}

/** The same for the grower. */
export function treeOptions(config: BoostingConfig): BoostingOptions {
  const { columnShare, ...options } = config;
  return {
    ...options,
    objective: squaredError,
    columnsPerTree: columnShare,
    columnsPerNode: 1,
    depth: Number.POSITIVE_INFINITY,
    minGain: 0,
    thresholds: "best",
  };
}

/** Graded rows as boosting takes them. */
export function boostingRows({ values, count, names, grades }: TrainingRows): BoostingRows {
  return { values, count, columns: names.length, targets: grades };
}

/** Throws WRONG_USAGE for settings that nothing can be boosted with, saying which. */
export function checkBoosting(kind: string, config: BoostingConfig): void {
  checkSettings(kind, {
    "rounds: a whole number above 0": !isCount(config.rounds),
    "learningRate: a number above 0, at most 1": !isShare(config.learningRate),
    "leaves: a whole number above 1": !isCount(config.leaves - 1),
    "minRows: a whole number above 0": !isCount(config.minRows),
    "l2: a number from 0 on": !(config.l2 >= 0 && Number.isFinite(config.l2)),
    "rowShare: a number above 0, at most 1": !isShare(config.rowShare),
    "columnShare: a number above 0, at most 1": !isShare(config.columnShare),
    "patience: a whole number above 0": !isCount(config.patience),
  });
}
