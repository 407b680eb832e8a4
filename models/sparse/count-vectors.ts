import type { EmbeddableText } from "../embedding/embedder.ts";
import type { PairTexts } from "../model.ts";
import { type SparseMatrix, writeSparse } from "./sparse-matrix.ts";

/** What is counted in a text: its words as they were analysed, or the characters of the text as it came, in lower case. */
export type CountUnit = "words" | "characters";

/** What has a column of its own; a word of queries and the same word of titles are two columns, those of queries first. */
export interface CountColumns {
  readonly query: readonly string[];
  readonly title: readonly string[];
}

/** A part of a pair. */
type Side = keyof CountColumns;

/** The words or characters that occur in at least `minRows` rows, in order of their code units. */
export function learnCountColumns(texts: PairTexts, unit: CountUnit, minRows: number): CountColumns {
  const frequent = (side: Side) => {
    const rowCounts = new Map<string, number>();
    rowsOfTexts(texts, side).forEach((rows, place) => {
      if (rows === 0) return;
      for (const part of new Set(partsOf(texts.texts[place]!, unit)))
        rowCounts.set(part, (rowCounts.get(part) ?? 0) + rows);
    });
    return [...rowCounts.keys()].filter((part) => rowCounts.get(part)! >= minRows).sort();
  };
  return { query: frequent("query"), title: frequent("title") };
}

/** How often each column's word or character occurs in each row; what has no column is passed over. */
export function countVectors(texts: PairTexts, unit: CountUnit, columns: CountColumns): SparseMatrix {
  const rows = texts.query.length;
  const writer = writeSparse(rows, unit === "words" ? 20 : 50);
  const queryCounts = counter(texts, unit, columns.query, 0);
  const titleCounts = counter(texts, unit, columns.title, columns.query.length);
  for (let row = 0; row < rows; row++) {
    for (const [column, count] of queryCounts(texts.query[row]!)) writer.add(column, count);
    for (const [column, count] of titleCounts(texts.title[row]!)) writer.add(column, count);
    writer.endRow();
  }
  return writer.matrix(columns.query.length + columns.title.length);
}

/** Counts a text by its place, each text once. */
function counter({ texts }: PairTexts, unit: CountUnit, parts: readonly string[], firstColumn: number) {
  const columnOf = new Map(parts.map((part, i) => [part, firstColumn + i]));
  const known = new Map<number, ReadonlyMap<number, number>>();
  return (place: number): ReadonlyMap<number, number> => {
    const before = known.get(place);
    if (before !== undefined) return before;
    const counts = new Map<number, number>();
    for (const part of partsOf(texts[place]!, unit)) {
      const column = columnOf.get(part);
      if (column !== undefined) counts.set(column, (counts.get(column) ?? 0) + 1);
    }
    known.set(place, counts);
    return counts;
  };
}

function partsOf(text: EmbeddableText, unit: CountUnit): Iterable<string> {
  return unit === "words" ? text.words : text.raw.toLowerCase();
}

/** How many rows have each text. */
function rowsOfTexts(texts: PairTexts, side: Side): Uint32Array {
  const rows = new Uint32Array(texts.texts.length);
  for (const place of texts[side]) rows[place] = rows[place]! + 1;
  return rows;
}
