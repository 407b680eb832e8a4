/** The name of a figure of quality. */
export type MetricName = "rmse" | "mae" | "ndcg10" | "mrr";

/** What a figure is called, and what of it is good. */
export interface Metric {
  readonly title: string;
  readonly isBetterUp: boolean;
  /** In half a sentence. */
  readonly says: string;
}

/** The figures of quality, in the order of the page. */
export const metrics: { readonly [name in MetricName]: Metric } = {
  rmse: { title: "RMSE", isBetterUp: false, says: "error in grades, large ones count more; 0 is perfect" },
  mae: { title: "MAE", isBetterUp: false, says: "how many grades off on average; 0 is perfect" },
  ndcg10: { title: "NDCG@10", isBetterUp: true, says: "how near the order is to the best one; 1 is perfect" },
  mrr: { title: "MRR", isBetterUp: true, says: "one over the place of the first best product; 1 is perfect" },
};

/** Their names, in the same order. */
export const metricNames = Object.keys(metrics) as readonly MetricName[];
