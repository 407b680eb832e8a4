import type { FigureIntervals, QualityFigures } from "../../schemas/manifest.ts";
import { bootstrap, usualResampling } from "./bootstrap.ts";
import {
  addPairs,
  addSearch,
  type EvaluationSums,
  emptySums,
  figures,
  type GradedSearch,
  merge,
  type RunningSums,
} from "./evaluation.ts";

/** The width of an interval from so many groups differs by some 3 % from that of one from any number. */
const mostGroups = 500;

/** Figures, and within which bounds they lie. */
export interface MeasuredSums {
  readonly figures: QualityFigures;
  /** 95 % confidence intervals, from resampling searches. */
  readonly intervals: FigureIntervals;
}

/**
 * Sums of any number of searches that can be resampled in bounded time: searches are dealt in turn to 500 groups, and groups are resampled in
 * place of searches. Sums of independent searches vary as their searches do, so the intervals are the same; with 500 searches or
 * fewer each is a group of its own.
 */
export class DealtSums {
  readonly #groups: RunningSums[] = [];
  #next = 0;

  /** Adds the pairs of a search and its ranking; throws as `addSearch` does. */
  add(search: GradedSearch): void {
    addSearch(this.#turn(), search);
  }

  /** Adds the pairs alone, of a search that is here only in part. */
  addPairs(part: GradedSearch): void {
    addPairs(this.#turn(), part);
  }

  /** The sums of each group. */
  get groups(): readonly EvaluationSums[] {
    return this.#groups;
  }

  /** The sums of all. */
  get whole(): EvaluationSums {
    return this.#groups.reduce<EvaluationSums>(merge, emptySums());
  }

  /** What the sums say, with intervals that are equal for an equal seed. */
  measure(seed: number): MeasuredSums {
    return { figures: figures(this.whole), intervals: bootstrap(this.#groups, { ...usualResampling, seed }) };
  }

  #turn(): RunningSums {
    const place = this.#next++ % mostGroups;
    this.#groups[place] ??= emptySums();
    return this.#groups[place];
  }
}
