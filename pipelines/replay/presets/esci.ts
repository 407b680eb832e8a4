import type { ImportRun, Preset, Reading } from "../preset.ts";
import { memberOf, numberOrNull, textOf, textOrNull } from "../values.ts";

/** Judgment lists of OpenSearch's Search Relevance Workbench, such as the ESCI ones: E 100, S 10, C 1, I 0; ids without titles, so they need a catalog. */
export const esci: Preset = {
  name: "esci",
  doc: "OpenSearch judgment lists ({judgmentRatings: [{query, ratings: [{docId, rating}]}]}) with --catalog, grades 0-100",
  labelRange: { min: 0, max: 100 },
  columns: [["judgmentRatings"]],
  open: (run) => ({ read: (values) => listOf(values.judgmentRatings).flatMap((search) => readSearch(search, run)) }),
};

function readSearch(search: unknown, run: ImportRun): readonly Reading[] {
  const query = textOf(memberOf(search, "query"));
  return listOf(memberOf(search, "ratings")).map((rating) => readRating(query, rating, run));
}

function readRating(query: string, rating: unknown, run: ImportRun): Reading {
  const grade = numberOrNull(memberOf(rating, "rating"));
  if (grade === null) return { error: "the grade is missing" };
  const productId = textOrNull(memberOf(rating, "docId")) ?? "";
  return { pair: { query, productId, title: run.titleOf(productId) ?? null, grade } };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
