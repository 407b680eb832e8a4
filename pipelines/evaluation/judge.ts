import { bootstrap, usualResampling } from "../../models/metrics/bootstrap.ts";
import { spearman } from "../../models/metrics/correlation.ts";
import {
  type EvaluationSums,
  emptySums,
  figures,
  type GradedSearch,
  merge,
  sumsOf,
} from "../../models/metrics/evaluation.ts";
import type { LabelledEvent } from "../../schemas/generated/events.ts";
import type { FigureIntervals, QualityFigures } from "../../schemas/manifest.ts";
import type { LiveModel } from "../live-models.ts";
import { type BatchScoring, scoreEvents } from "./score-events.ts";

/** A search with grades and the scores that a model gave it. */
export interface JudgedSearch extends GradedSearch {
  readonly isSeenQuery: boolean | null;
}

/** Figures of one model over judged searches. */
export type Figures = QualityFigures & { readonly spearman: number | null };

/** What a model is worth on some searches, and within which bounds. */
export interface Measured {
  readonly figures: Figures;
  /** 95 % confidence intervals, from resampling searches. */
  readonly intervals: FigureIntervals;
}

/** What a model is worth on some judged searches. */
export interface Judgement extends Measured {
  readonly model: string;
  /** The same for queries that training met and those it did not, where the model says. */
  readonly byQuery: readonly (Measured & { readonly value: "seen" | "unseen" })[];
}

/** Scores labelled events with a model and measures it. */
export async function judgeModel(
  live: LiveModel,
  events: readonly LabelledEvent[],
  seed: number,
  scoring?: BatchScoring,
): Promise<Judgement> {
  const searches: JudgedSearch[] = [];
  const batches = async function* () {
    yield events.map((event) => ({ topic: "labels" as const, event }));
  };
  for await (const scored of scoreEvents(live, batches(), scoring)) {
    for (const { products, isSeenQuery, scoreMin, scoreMax, labelMin, labelMax } of scored) {
      const scores = products.map((product) => product.score);
      const grades = products.map((product) => product.grade!);
      searches.push({ scores, grades, isSeenQuery, scoreMin, scoreMax, labelMin: labelMin!, labelMax: labelMax! });
    }
  }
  return judgement(live.reference, searches, seed);
}

/** Measures scores that are known already. */
export function judgement(model: string, searches: readonly JudgedSearch[], seed: number): Judgement {
  const byQuery = (
    [
      ["seen", true],
      ["unseen", false],
    ] as const
  ).flatMap(([value, isSeen]) => {
    const some = searches.filter((search) => search.isSeenQuery === isSeen);
    return some.length === 0 ? [] : [{ value, ...measured(some, seed) }];
  });
  return { model, ...measured(searches, seed), byQuery };
}

function measured(searches: readonly JudgedSearch[], seed: number): Measured {
  return { figures: figuresOf(searches), intervals: bootstrap(searches.map(sumsOf), { ...usualResampling, seed }) };
}

function figuresOf(searches: readonly JudgedSearch[]): Figures {
  const sums = searches.map(sumsOf).reduce<EvaluationSums>(merge, emptySums());
  const scores = searches.flatMap((search) => Array.from(search.scores));
  const grades = searches.flatMap((search) => Array.from(search.grades));
  return { ...figures(sums), spearman: spearman(scores, grades) };
}
