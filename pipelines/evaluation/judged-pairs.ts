import { isNewestLabel } from "../../connectors/duckdb/analyst-views.ts";
import { type Column, queryColumns } from "../../connectors/duckdb/query-columns.ts";
import type { GradedSearch } from "../../models/metrics/evaluation.ts";
import type { SlicedEvent, SlicedProduct } from "../../models/metrics/slices.ts";

/** A product of a judged search, as it was scored. */
export interface JudgedProduct extends SlicedProduct {
  readonly title: string;
  readonly brand: string | null;
  readonly category: string | null;
  readonly grade: number;
  readonly challengerScore: number | null;
}

/** A search that was scored and judged, with the products of it that have a grade. */
export interface JudgedEvent extends Omit<SlicedEvent, "products" | "queryWords"> {
  /** When both its score and its newest label were there, milliseconds since 1970 UTC. */
  readonly at: number;
  readonly query: string;
  readonly model: string;
  readonly labelMin: number;
  readonly labelMax: number;
  readonly products: readonly JudgedProduct[];
}

/** A search, or some of its products, as they were scored for the visitor. */
export function asServed(
  { scoreMin, scoreMax, labelMin, labelMax, products }: JudgedEvent,
  some: readonly JudgedProduct[] = products,
): GradedSearch {
  const scores = some.map(({ score }) => score);
  return { scores, grades: some.map(({ grade }) => grade), scoreMin, scoreMax, labelMin, labelMax };
}

/** Judged searches, and what was left out. */
export interface JudgedEvents {
  readonly events: readonly JudgedEvent[];
  /** Judged pairs of the time and of this label range; more than `events` hold where there were too many. */
  readonly pairs: number;
  /** Judged pairs whose grades are of another range than the newest. */
  readonly otherRanges: number;
}

/** Which judged pairs are wanted. */
export interface JudgedRange {
  /** Those whose score or newest label is not older, milliseconds since 1970 UTC. */
  readonly since: number;
  /** Of more pairs only some searches are taken, whole ones, the same every time. */
  readonly mostPairs: number;
  readonly signal?: AbortSignal | undefined;
}

type Columns = Readonly<Record<string, Column>>;

/** Reads every judged search of a time from the tables, each pair with its newest label and the score from before it. Throws what `queryColumns` throws. */
export async function readJudgedEvents(
  tablesFolder: string,
  { since, mostPairs, signal }: JudgedRange,
): Promise<JudgedEvents> {
  const columns = await queryColumns(tablesFolder, judgedSql(since, mostPairs), signal && { signal });
  const count = columns.event_id!.length;
  const events: JudgedEvent[] = [];
  for (let first = 0; first < count; ) {
    let end = first + 1;
    while (end < count && isSameSearch(columns, first, end)) end++;
    events.push(eventOf(columns, first, end));
    first = end;
  }
  const told = (name: string) => (count === 0 ? 0 : Number(columns[name]![0]));
  return { events, pairs: told("pairs"), otherRanges: told("other_ranges") };
}

/** A share of all searches by a hash of their ids: whole searches, the same every time, and of fewer a part of the same. */
const isSampled = (mostPairs: number) => `md5_number_lower(event_id) % 1000000 < 1000000.0 * ${mostPairs} / pairs`;

function judgedSql(since: number, mostPairs: number): string {
  return `WITH judged AS MATERIALIZED (
      SELECT event_id, greatest(processed_at, given_at) AS judged_at, query, title, position, product_id, brand, category, grade, label_min, label_max,
        model, score, score_min, score_max, is_seen_query, challenger, challenger_score, challenger_score_min, challenger_score_max,
        challenger_is_seen_query
      FROM (SELECT * FROM labelled_scores QUALIFY ${isNewestLabel})
      WHERE greatest(processed_at, given_at) >= epoch_ms(${since}::BIGINT)),
    newest AS (SELECT label_min AS own_min, label_max AS own_max FROM judged ORDER BY judged_at DESC, event_id LIMIT 1),
    told AS (SELECT own_min, own_max, count(*) FILTER (label_min = own_min AND label_max = own_max) AS pairs,
        count(*) FILTER (label_min <> own_min OR label_max <> own_max) AS other_ranges FROM judged, newest GROUP BY ALL)
    SELECT judged.* REPLACE (epoch_ms(judged_at) AS judged_at), pairs, other_ranges FROM judged, told
    WHERE label_min = own_min AND label_max = own_max AND ${isSampled(mostPairs)}
    ORDER BY event_id, model, position, product_id`;
}

/** An event that was scored again by another model is another search. */
function isSameSearch({ event_id, model }: Columns, one: number, other: number): boolean {
  return event_id![one] === event_id![other] && model![one] === model![other];
}

function eventOf(columns: Columns, first: number, end: number): JudgedEvent {
  const number = (name: string, row = first) => Number(columns[name]![row]);
  const challenger = columns.challenger![first] as string | null;
  let at = 0;
  for (let row = first; row < end; row++) at = Math.max(at, number("judged_at", row));
  return {
    at,
    query: columns.query![first] as string,
    model: columns.model![first] as string,
    isSeenQuery: columns.is_seen_query![first] as boolean | null,
    ...{ scoreMin: number("score_min"), scoreMax: number("score_max") },
    ...{ labelMin: number("label_min"), labelMax: number("label_max") },
    challenger:
      challenger === null
        ? null
        : {
            model: challenger,
            scoreMin: number("challenger_score_min"),
            scoreMax: number("challenger_score_max"),
            isSeenQuery: columns.challenger_is_seen_query![first] as boolean | null,
          },
    products: Array.from({ length: end - first }, (_, i) => productOf(columns, first + i)),
  };
}

function productOf(columns: Columns, row: number): JudgedProduct {
  const challengerScore = columns.challenger_score![row] as number;
  return {
    title: (columns.title![row] as string | null) ?? "",
    brand: columns.brand![row] as string | null,
    category: columns.category![row] as string | null,
    score: columns.score![row] as number,
    grade: columns.grade![row] as number,
    challengerScore: Number.isNaN(challengerScore) ? null : challengerScore,
  };
}
