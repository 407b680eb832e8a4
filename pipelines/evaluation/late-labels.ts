import { queryColumns } from "../../connectors/duckdb/query-columns.ts";
import { type JudgedSearch, type Judgement, judgement } from "./judge.ts";

const sql = `
  SELECT l.model, l.event_id, l.score, l.grade, l.label_min, l.label_max, l.is_seen_query, s.score_min, s.score_max
  FROM late_labels l JOIN (SELECT DISTINCT event_id, model, score_min, score_max FROM scores) s USING (event_id, model)
  ORDER BY l.model, l.event_id, l.product_id`;

/** Measures each model on labels that came after its scores, by the scores of that time. */
export async function judgeLateLabels(tablesFolder: string, seed: number): Promise<readonly Judgement[]> {
  const columns = await queryColumns(tablesFolder, sql);
  const searches = new Map<string, Map<string, MutableSearch>>();
  for (let row = 0; row < columns.score!.length; row++) addRow(searches, columns, row);
  return [...searches].map(([model, byEvent]) => judgement(model, [...byEvent.values()], seed));
}

interface MutableSearch extends JudgedSearch {
  readonly scores: number[];
  readonly grades: number[];
}

function addRow(
  searches: Map<string, Map<string, MutableSearch>>,
  columns: Awaited<ReturnType<typeof queryColumns>>,
  row: number,
): void {
  const [model, event] = [String(columns.model![row]), String(columns.event_id![row])];
  const byEvent = searches.get(model) ?? new Map<string, MutableSearch>();
  searches.set(model, byEvent);
  const search = byEvent.get(event) ?? emptySearch(columns, row);
  byEvent.set(event, search);
  search.scores.push(Number(columns.score![row]));
  search.grades.push(Number(columns.grade![row]));
}

function emptySearch(columns: Awaited<ReturnType<typeof queryColumns>>, row: number): MutableSearch {
  const at = (name: string) => Number(columns[name]![row]);
  const isSeenQuery = columns.is_seen_query![row] as boolean | null;
  return {
    scores: [],
    grades: [],
    isSeenQuery,
    scoreMin: at("score_min"),
    scoreMax: at("score_max"),
    labelMin: at("label_min"),
    labelMax: at("label_max"),
  };
}
