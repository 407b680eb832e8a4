import { readWords } from "../../models/text/read-words.ts";
import { importFile } from "../../pipelines/replay/import-file.ts";
import { judgedEventsOf } from "../../pipelines/training/judged-events.ts";
import { homeDepotFile } from "../home-depot.ts";

/** The judged pairs as word numbers, each text with at least one word; 0 stands for every word that is seen only once. */
export interface WordPairs {
  /** How many words have a number. */
  readonly words: number;
  /** No text has more words; what is beyond is cut off. */
  readonly length: number;
  readonly query: readonly (readonly number[])[];
  readonly product: readonly (readonly number[])[];
  readonly grade: readonly number[];
}

const length = 50;

/** Reads the Home Depot judgments as word numbers. */
export async function readWordPairs(): Promise<WordPairs> {
  const events = await judgedEventsOf(importFile({ path: homeDepotFile, preset: "home-depot" }));
  const pairs = events.flatMap(({ query, products }) =>
    products.map(({ title, grade }) => ({ query: wordsOf(query), product: wordsOf(title), grade })),
  );
  const numberOf = numberWords(pairs.flatMap(({ query, product }) => [query, product]));
  const numbers = (words: readonly string[]) => words.map((word) => numberOf.get(word) ?? 0);
  return {
    words: numberOf.size + 1,
    length,
    query: pairs.map(({ query }) => numbers(query)),
    product: pairs.map(({ product }) => numbers(product)),
    grade: pairs.map(({ grade }) => grade),
  };
}

function wordsOf(text: string | null): readonly string[] {
  const { words } = readWords(text ?? "");
  return words.length === 0 ? [""] : words.slice(0, length);
}

/** From 1 on, in order of first sight, each word that is there more than once. */
function numberWords(texts: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of texts.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  const known = [...counts].filter(([, count]) => count > 1);
  return new Map(known.map(([word], place) => [word, place + 1]));
}
