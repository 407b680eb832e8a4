import type { AnswerOf } from "../../api/answers.ts";
import type { MetricName } from "../../parts/metrics.ts";

/** A report of how good live scores are. */
export type Report = NonNullable<AnswerOf<"/api/quality">["report"]>;

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
