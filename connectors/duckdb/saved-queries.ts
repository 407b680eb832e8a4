import { TwinstreamError } from "../../schemas/errors.ts";

/** A question that comes with the project. */
export interface SavedQuery {
  /** What it answers, in a sentence. */
  readonly doc: string;
  /** One SELECT over the tables and views. */
  readonly sql: string;
}

/** The questions by name. One more is one more entry, and one more line in `docs/sql.md`. */
export const savedQueries = {
  "worst-queries": {
    doc: "The 20 queries with the highest squared error, of each model, that have three labelled pairs or more.",
    sql: `SELECT query, model, searches, labelled_pairs, sqrt(mean_squared_error) AS rmse, bias
FROM worst_queries WHERE labelled_pairs >= 3 ORDER BY mean_squared_error DESC, query, model LIMIT 20`,
  },
  "lowest-scores": {
    doc: "The 20 queries whose best product gets the lowest score in the mean: nothing that fits was shown for them.",
    sql: `SELECT query, count(*) AS searches, avg(best) AS mean_best_score
FROM (SELECT lower(trim(query)) AS query, event_id, max(score) AS best FROM scores GROUP BY ALL)
GROUP BY query ORDER BY mean_best_score, query LIMIT 20`,
  },
  "zero-results": {
    doc: "The 50 queries that most often brought no product at all.",
    sql: "SELECT * FROM zero_results LIMIT 50",
  },
  "most-searched": {
    doc: "The 20 most frequent queries, with how many sessions asked them and the mean score of what was shown.",
    sql: `SELECT query, count(DISTINCT event_id) AS searches, count(DISTINCT session_id) AS sessions, avg(score) AS mean_score
FROM (SELECT lower(trim(query)) AS query, event_id, session_id, score FROM scores)
GROUP BY query ORDER BY searches DESC, query LIMIT 20`,
  },
  "click-through-by-position": {
    doc: "How often products at each position are clicked, put into a cart and ordered.",
    sql: "SELECT * FROM click_through_by_position",
  },
  "shown-never-clicked": {
    doc: "The 20 products that were most often among the first three and never clicked, with their mean score.",
    sql: `SELECT product_id, any_value(title) AS title, count(DISTINCT event_id) AS shown, avg(score) AS mean_score
FROM scores WHERE position <= 3 AND label_min IS NULL
  AND product_id NOT IN (SELECT product_id FROM interactions WHERE type = 'click' AND product_id IS NOT NULL)
GROUP BY product_id ORDER BY shown DESC, product_id LIMIT 20`,
  },
  "score-drift-by-day": {
    doc: "How the scores of each model are spread on each day, and how far their mean moved since the day before.",
    sql: "SELECT * FROM score_drift_by_day",
  },
  "model-quality": {
    doc: "Errors and ranking quality of each model by source of the labels.",
    sql: "SELECT * EXCLUDE (slice, value) FROM model_quality WHERE slice = 'all'",
  },
  "quality-by-slice": {
    doc: "The error of each model in each slice of the searches, worst first.",
    sql: `SELECT model, source, slice, value, pairs, rmse, bias, ndcg10
FROM model_quality WHERE slice <> 'all' ORDER BY rmse DESC, model, source, slice, value`,
  },
  "model-against-model": {
    doc: "Each two models on the pairs that both scored: how far they are apart, and the error of each.",
    sql: "SELECT * FROM model_against_model",
  },
  "largest-errors": {
    doc: "The 20 labelled pairs whose score is farthest from the grade.",
    sql: `SELECT query, title, grade, score, score - grade AS error, model
FROM scores WHERE grade IS NOT NULL ORDER BY abs(error) DESC, query, title, model LIMIT 20`,
  },
  spelling: {
    doc: "The 50 words that were most often rewritten in queries, into what and by which rule.",
    sql: `SELECT original, rewritten, rule, sum(searches)::BIGINT AS searches, count(DISTINCT query) AS queries
FROM query_spelling GROUP BY original, rewritten, rule ORDER BY searches DESC, original, rewritten LIMIT 50`,
  },
  "searches-by-hour": {
    doc: "How many searches and sessions there were in each of the last 48 hours that had any, in UTC.",
    sql: `SELECT date_trunc('hour', time) AS hour, count(*) AS searches, count(DISTINCT session_id) AS sessions,
  count(*) FILTER (product_count = 0) AS without_results
FROM searches GROUP BY hour ORDER BY hour DESC LIMIT 48`,
  },
  "dead-letters": {
    doc: "What could not be read or processed, by stage and reason.",
    sql: `SELECT stage, error, count(*) AS records, max(time) AS last_time
FROM dead_letters GROUP BY stage, error ORDER BY records DESC, stage, error LIMIT 50`,
  },
} as const satisfies Readonly<Record<string, SavedQuery>>;

/** The saved query of a name. Throws WRONG_USAGE with the names that there are. */
export function savedQuery(name: string): SavedQuery {
  if (Object.hasOwn(savedQueries, name)) return savedQueries[name as keyof typeof savedQueries];
  const names = Object.keys(savedQueries).join(", ");
  throw new TwinstreamError("WRONG_USAGE", `there is no saved query "${name}"; there are ${names}`);
}
