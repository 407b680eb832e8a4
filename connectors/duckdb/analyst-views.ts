import { featureNames } from "../../schemas/feature-sets.ts";
import { identifier } from "./memory-database.ts";

/** A view that answers a usual question. */
export interface AnalystView {
  /** What it shows, in a sentence. */
  readonly doc: string;
  /** Its SELECT, over the tables' views and the views before it. */
  readonly sql: string;
}

const featureList = featureNames.map((name) => identifier(`feature_${name}`)).join(", ");
/** What is known of a product as it was shown and scored. */
const scoredColumns = [
  ...["event_id", "time", "query", "product_id", "title", "position", "feature_set", "space", "model"],
  ...["processed_at", "day", "brand", "category", "score", "score_min", "score_max", "is_seen_query"],
  ...["challenger", "challenger_score", "challenger_score_min", "challenger_score_max", "challenger_is_seen_query"],
]
  .map((name) => `scores.${name}`)
  .concat(featureList)
  .join(", ");

/** Of the rows of `labelled_scores` that a query selects, those with the newest label of each pair; for its QUALIFY. */
export const isNewestLabel = `row_number() OVER (PARTITION BY event_id, product_id, position, feature_set
        ORDER BY label_time DESC, label_id = event_id, label_id, grade) = 1`;

const spellingShape = `'[{"from": "VARCHAR", "to": "VARCHAR", "rule": "VARCHAR"}]'`;

/** The views for analysts, in an order in which each uses only those before it. */
export const analystViews = {
  catalog: {
    doc: "The newest row of each product.",
    sql: `SELECT * FROM catalog_history
      QUALIFY row_number() OVER (PARTITION BY product_id ORDER BY time DESC NULLS LAST, processed_at DESC, topic_offset DESC) = 1`,
  },
  recognised_products: {
    doc: "What each product was last recognised as.",
    sql: `SELECT * FROM recognitions
      QUALIFY row_number() OVER (PARTITION BY product_id ORDER BY processed_at DESC, topic_offset DESC) = 1`,
  },
  worst_queries: {
    doc: "One row per query and model: those with the highest squared error first, then those without labels, lowest mean score first.",
    sql: `SELECT lower(trim(query)) AS query, model, count(DISTINCT event_id) AS searches, count(*) AS pairs,
        count(grade) AS labelled_pairs, avg((score - grade) ** 2) AS mean_squared_error, avg(score - grade) AS bias,
        avg(grade) AS mean_grade, avg(score) AS mean_score
      FROM scores GROUP BY ALL ORDER BY mean_squared_error DESC NULLS LAST, mean_score, query`,
  },
  zero_results: {
    doc: "Queries for which the shop showed no product, most frequent first.",
    sql: `SELECT lower(trim(query)) AS query, count(*) AS searches, count(DISTINCT session_id) AS sessions, max(time) AS last_time
      FROM searches WHERE product_count = 0 GROUP BY ALL ORDER BY searches DESC, query`,
  },
  click_through_by_position: {
    doc: "How often a product shown at each position was clicked, put into a cart and ordered, in live searches.",
    sql: `WITH shown AS (SELECT DISTINCT event_id, product_id, position FROM scores WHERE label_min IS NULL AND position IS NOT NULL),
        done AS (SELECT refers_to, product_id, bool_or(type = 'click') AS clicked, bool_or(type = 'cart') AS carted,
          bool_or(type = 'order') AS ordered FROM interactions WHERE refers_to IS NOT NULL GROUP BY ALL)
      SELECT shown.position, count(*) AS shown, count(*) FILTER (clicked) AS clicks, count(*) FILTER (carted) AS carts,
        count(*) FILTER (ordered) AS orders, count(*) FILTER (clicked) / count(*) AS click_through
      FROM shown LEFT JOIN done ON done.refers_to = shown.event_id AND done.product_id = shown.product_id
      GROUP BY shown.position ORDER BY shown.position`,
  },
  score_drift_by_day: {
    doc: "How the scores of each model are spread on each day, and how far their mean moved since the day before that has any.",
    sql: `SELECT day, model, count(*) AS pairs, avg(score) AS mean_score, stddev_samp(score) AS deviation,
        quantile_cont(score, 0.1) AS p10, quantile_cont(score, 0.5) AS p50, quantile_cont(score, 0.9) AS p90,
        avg(score) - lag(avg(score)) OVER (PARTITION BY model ORDER BY day) AS change
      FROM scores GROUP BY day, model ORDER BY day, model`,
  },
  model_quality: {
    doc: "Errors and ranking quality of each model by source and slice, from all parts of its evaluations.",
    sql: `WITH total AS (SELECT model, source, slice, value, sum(searches)::BIGINT AS searches, sum(pairs)::BIGINT AS pairs,
          sum(sum_score) AS x, sum(sum_grade) AS y, sum(sum_score_squared) AS xx, sum(sum_grade_squared) AS yy,
          sum(sum_score_grade) AS xy, sum(sum_error) AS error, sum(sum_absolute_error) AS absolute_error,
          sum(sum_squared_error) AS squared_error, sum(ranked_searches)::BIGINT AS ranked_searches, sum(sum_ndcg) AS ndcg, sum(sum_mrr) AS mrr
        FROM evaluations GROUP BY ALL)
      SELECT model, source, slice, value, searches, pairs, sqrt(squared_error / pairs) AS rmse, squared_error / pairs AS mse,
        absolute_error / pairs AS mae, error / pairs AS bias,
        CASE WHEN pairs * xx - x * x > 1e-9 * pairs * xx AND pairs * yy - y * y > 1e-9 * pairs * yy
          THEN (pairs * xy - x * y) / sqrt((pairs * xx - x * x) * (pairs * yy - y * y)) END AS pearson,
        ndcg / nullif(ranked_searches, 0) AS ndcg10, mrr / nullif(ranked_searches, 0) AS mrr
      FROM total WHERE pairs > 0 ORDER BY model, source, slice, value`,
  },
  model_scores: {
    doc: "One row per score of a pair by a model: those of the champion of the time, and those that its challenger gave in the shadow.",
    sql: `SELECT event_id, time, source, query, product_id, title, position, grade, label_min, label_max, model, score, score_min, score_max,
        is_seen_query, false AS is_challenger, processed_at, day FROM scores
      UNION ALL BY NAME
      SELECT event_id, time, source, query, product_id, title, position, grade, label_min, label_max, challenger AS model,
        challenger_score AS score, challenger_score_min AS score_min, challenger_score_max AS score_max,
        challenger_is_seen_query AS is_seen_query, true AS is_challenger, processed_at, day
      FROM scores WHERE challenger_score IS NOT NULL`,
  },
  model_against_model: {
    doc: "Each two models on the pairs that both scored, challengers too: how far they are apart, and the error of each where there are grades.",
    sql: `WITH scored AS (SELECT event_id, product_id, model, any_value(score) AS score, any_value(grade) AS grade FROM model_scores GROUP BY ALL)
      SELECT one.model AS model, other.model AS other_model, count(*) AS pairs, avg(one.score - other.score) AS mean_difference,
        corr(one.score, other.score) AS correlation, count(one.grade) AS labelled_pairs,
        sqrt(avg((one.score - one.grade) ** 2)) AS rmse, sqrt(avg((other.score - one.grade) ** 2)) AS other_rmse
      FROM scored AS one JOIN scored AS other USING (event_id, product_id) WHERE one.model < other.model
      GROUP BY one.model, other.model ORDER BY one.model, other.model`,
  },
  late_labels: {
    doc: "Each late label beside the score that its event got at the time, with the features of then.",
    sql: `SELECT label.event_id AS label_id, label.time AS label_time, label.source AS label_source, scores.event_id, scores.time,
        scores.query, scores.product_id, scores.title, scores.position, label.grade, label.label_min, label.label_max, scores.score,
        scores.score - label.grade AS error, scores.model, scores.space, scores.feature_set, scores.is_seen_query,
        scores.processed_at, scores.day, ${featureList}
      FROM labels AS label JOIN scores ON scores.event_id = label.refers_to AND scores.product_id = label.product_id
      WHERE label.refers_to IS NOT NULL`,
  },
  // Not an ASOF JOIN: a product may have been shown at several places, and a label may outrun the stream, so that every score is later.
  labelled_scores: {
    doc: "Each label beside one score of each product that it judges: the newest from before the label was given, else the first, as for labels that come with their search.",
    sql: `WITH labelled AS (
        SELECT event_id AS label_id, time AS label_time, NULL::TIMESTAMP AS given_at, grade, label_min, label_max, ${scoredColumns}
        FROM scores WHERE grade IS NOT NULL
        UNION ALL BY NAME
        SELECT label.event_id AS label_id, label.time AS label_time, least(label.time, label.processed_at) AS given_at,
          label.grade, label.label_min, label.label_max, ${scoredColumns}
        FROM labels AS label JOIN scores ON scores.event_id = label.refers_to AND scores.product_id = label.product_id
        WHERE label.grade IS NOT NULL)
      SELECT * FROM labelled
      QUALIFY row_number() OVER (PARTITION BY label_id, event_id, product_id, position, feature_set
        ORDER BY CASE WHEN processed_at <= given_at THEN processed_at END DESC NULLS LAST, processed_at, model, grade) = 1`,
  },
  training_rows: {
    doc: "One row per graded product shown and feature set: the newest grade, and the features from before it was given.",
    sql: `SELECT * FROM labelled_scores QUALIFY ${isNewestLabel}`,
  },
  query_spelling: {
    doc: "What was rewritten in queries, by which rule and how often, most frequent first.",
    sql: `SELECT query, rewrite."from" AS original, rewrite."to" AS rewritten, rewrite.rule AS rule, count(DISTINCT event_id) AS searches
      FROM (SELECT event_id, lower(trim(query)) AS query, unnest(from_json(rewrites, ${spellingShape})) AS rewrite
        FROM scores WHERE rewrites IS NOT NULL AND rewrites <> '[]')
      GROUP BY ALL ORDER BY searches DESC, query, original`,
  },
} as const satisfies Readonly<Record<string, AnalystView>>;
