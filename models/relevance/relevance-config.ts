import { TwinstreamError } from "../../schemas/errors.ts";
import { type BoostingConfig, checkBoosting } from "../baselines/boosting-config.ts";
import type { MemoryConfig } from "./query-memory.ts";

/** The kind of the champion. */
export const kind = "relevance";

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
}

/** Throws WRONG_USAGE for settings that the champion can't learn with, saying which. */
export function checkRelevance(config: RelevanceConfig): void {
  checkBoosting(kind, config);
  const { boosters, folds, memory } = config;
  const isCount = (value: number) => Number.isSafeInteger(value) && value >= 1;
  const faults: Readonly<Record<string, boolean>> = {
    "boosters: a whole number above 0": !isCount(boosters),
    "folds: a whole number from 2 to 255": !isCount(folds - 1) || folds > 255,
    "memory.shared: a number from 0 on": !(memory.shared >= 0 && Number.isFinite(memory.shared)),
    "memory.byTitle: a number from 0 on": !(memory.byTitle >= 0 && Number.isFinite(memory.byTitle)),
    "memory.neighbours: a whole number above 0": !isCount(memory.neighbours),
    "memory.leastCosine: a number above 0, at most 1": !(memory.leastCosine > 0 && memory.leastCosine <= 1),
  };
  const wanted = Object.keys(faults).find((fault) => faults[fault]);
  if (wanted === undefined) return;
  throw new TwinstreamError("WRONG_USAGE", `relevance can't be trained with these settings; give ${wanted}`);
}
