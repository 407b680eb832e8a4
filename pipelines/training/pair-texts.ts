import type { EmbeddableText } from "../../models/embedding/embedder.ts";
import type { PairTexts } from "../../models/model.ts";

/** Gathers the texts of rows, each text once. */
export interface TextGatherer {
  /** Adds the next row. */
  add(query: EmbeddableText, title: EmbeddableText): void;
  texts(): PairTexts;
}

/** Starts with no rows. Queries and titles are analysed differently, so equal ones stay two texts. */
export function gatherTexts(): TextGatherer {
  const texts: EmbeddableText[] = [];
  const [query, title]: [number[], number[]] = [[], []];
  const places = { query: new Map<string, number>(), title: new Map<string, number>() };
  const placeOf = (known: Map<string, number>, text: EmbeddableText) => {
    const before = known.get(text.raw);
    if (before !== undefined) return before;
    known.set(text.raw, texts.length);
    return texts.push(text) - 1;
  };
  return {
    add(queryText, titleText) {
      query.push(placeOf(places.query, queryText));
      title.push(placeOf(places.title, titleText));
    },
    texts: () => ({ texts, query: Uint32Array.from(query), title: Uint32Array.from(title) }),
  };
}
