import { type FeatureGroup, featureGroups } from "../../schemas/feature-sets.ts";
import { type BoostingConfig, checkBoosting } from "../baselines/boosting-config.ts";
import { checkSettings, isCount, isShare } from "../check-settings.ts";
import type { MemoryConfig } from "./query-memory.ts";

/** The kind of the champion. */
export const kind = "relevance";

/** What the champion has beside features, by the name that it is left out by. */
export const partsBeside = {
  "ridge-words": "ridge regression on pairs of words",
  "ridge-characters": "ridge regression on runs of characters",
  "word-similarity": "word vectors of the training texts",
  sentences: "vectors of a sentence encoder",
  memory: "what was learned of single queries",
} as const;
/** The name of such a part. */
export type PartBeside = keyof typeof partsBeside;

/** How the champion learns. */
export interface RelevanceConfig extends BoostingConfig {
  /** How many times trees are boosted; the score is their mean. */
  readonly boosters: number;
  /** Parts that the rows are dealt out to, so that what is stacked has never seen the row it speaks of. */
  readonly folds: number;
  readonly memory: MemoryConfig;
  /** Folder or hub name of a sentence encoder to build on; without one when empty. */
  readonly encoder: string;
  /** Which of the encoder's weights to take: `fp32` as they were trained, `q8` in a quarter of the bytes. */
  readonly dtype: string;
  /** Groups of features and parts beside them that it does without. */
  readonly without: readonly string[];
}

/** Whether something is left out. */
export function isWithout({ without }: Pick<RelevanceConfig, "without">, name: FeatureGroup | PartBeside): boolean {
  return without.includes(name);
}

/** Throws WRONG_USAGE for settings that the champion can't learn with, saying which. */
export function checkRelevance(config: RelevanceConfig): void {
  checkBoosting(kind, config);
  const { boosters, folds, memory } = config;
  const known = [...Object.keys(featureGroups), ...Object.keys(partsBeside)];
  checkSettings(kind, {
    "boosters: a whole number above 0": !isCount(boosters),
    "folds: a whole number from 2 to 255": !isCount(folds - 1) || folds > 255,
    "memory.shared: a number from 0 on": !(memory.shared >= 0 && Number.isFinite(memory.shared)),
    "memory.byTitle: a number from 0 on": !(memory.byTitle >= 0 && Number.isFinite(memory.byTitle)),
    "memory.neighbours: a whole number above 0": !isCount(memory.neighbours),
    "memory.leastCosine: a number above 0, at most 1": !isShare(memory.leastCosine),
    [`without: some of ${known.join(", ")}`]: !config.without.every((name) => known.includes(name)),
  });
}
