import { type Column, queryColumns } from "../../connectors/duckdb/query-columns.ts";
import { groupBy } from "../../schemas/group-by.ts";
import { type JudgedSearch, type Judgement, judgement } from "./judge.ts";

type Columns = Readonly<Record<string, Column>>;

const sql = `
  SELECT s.model, s.event_id, s.score, l.grade, l.label_min, l.label_max, s.is_seen_query, s.score_min, s.score_max
  FROM labels l JOIN model_scores s ON s.event_id = l.refers_to AND s.product_id = l.product_id
  WHERE l.refers_to IS NOT NULL
  ORDER BY s.model, s.event_id, s.product_id`;

/** Measures each model, champion or challenger, on labels that came after its scores, by the scores of that time. */
export async function judgeLateLabels(tablesFolder: string, seed: number): Promise<readonly Judgement[]> {
  const columns = await queryColumns(tablesFolder, sql);
  const rows = Array.from({ length: columns.score!.length }, (_, row) => row);
  const byModel = groupBy(rows, (row) => String(columns.model![row]));
  return [...byModel].map(([model, ofModel]) => {
    const bySearch = groupBy(ofModel, (row) => columns.event_id![row]);
    return judgement(
      model,
      [...bySearch.values()].map((ofSearch) => searchOf(columns, ofSearch)),
      seed,
    );
  });
}

function searchOf(columns: Columns, rows: readonly number[]): JudgedSearch {
  const numbers = (name: string) => rows.map((row) => Number(columns[name]![row]));
  const first = (name: string) => Number(columns[name]![rows[0]!]);
  return {
    scores: numbers("score"),
    grades: numbers("grade"),
    isSeenQuery: columns.is_seen_query![rows[0]!] as boolean | null,
    scoreMin: first("score_min"),
    scoreMax: first("score_max"),
    labelMin: first("label_min"),
    labelMax: first("label_max"),
  };
}
