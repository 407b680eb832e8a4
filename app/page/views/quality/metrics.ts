import type { AnswerOf } from "../../api/answers.ts";

/** A report of how good live scores are. */
export type Report = NonNullable<AnswerOf<"/api/quality">["report"]>;

/** Figures with their intervals. */
export type Measured = Report["live"];

/** The name of a figure that the view shows. */
export type MetricName = "rmse" | "mae" | "ndcg10" | "mrr";

/** What a figure is called, and what of it is good. */
export interface Metric {
  readonly title: string;
  readonly isBetterUp: boolean;
  /** In half a sentence. */
  readonly says: string;
}

/** The figures of the view, in its order. */
export const metrics: { readonly [name in MetricName]: Metric } = {
  rmse: { title: "RMSE", isBetterUp: false, says: "error in grades, large ones count more; 0 is perfect" },
  mae: { title: "MAE", isBetterUp: false, says: "how many grades off on average; 0 is perfect" },
  ndcg10: { title: "NDCG@10", isBetterUp: true, says: "how near the order is to the best one; 1 is perfect" },
  mrr: { title: "MRR", isBetterUp: true, says: "one over the place of the first best product; 1 is perfect" },
};

/** The names of the figures, in the view's order. */
export const metricNames = Object.keys(metrics) as readonly MetricName[];

/** A line that needs no model, to be compared with. */
export interface ReferenceLine {
  readonly name: string;
  readonly value: number;
}

/** The lines of a figure: for errors the mean grade, for ranking chance and BM25. */
export function linesOf({ references }: Report, name: MetricName): readonly ReferenceLine[] {
  if (name === "rmse" || name === "mae") return [{ name: "always the mean", value: references.constant[name] }];
  const { random, bm25 } = references;
  return [
    ...(random[name] === null ? [] : [{ name: "random order", value: random[name] }]),
    ...(bm25[name] === null ? [] : [{ name: "BM25", value: bm25[name] }]),
  ];
}
