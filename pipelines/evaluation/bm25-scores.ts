import { WordIndex } from "../../models/retrieval/word-index.ts";
import type { Analyser } from "../../models/text/analyse.ts";
import type { JudgedEvent } from "./judged-pairs.ts";

/**
 * What BM25 gives each product of judged searches, by the words of its title among all titles that they show: what a search box does that
 * learned nothing.
 */
export function bm25Scores(events: readonly JudgedEvent[], analyser: Analyser): readonly Float64Array[] {
  const index = new WordIndex();
  const documents = new Map<string, number>();
  for (const { products } of events)
    for (const { title } of products) {
      if (documents.has(title)) continue;
      index.set(documents.size, [{ stems: analyser.analyseTitle(title).stems, weight: 1 }]);
      documents.set(title, documents.size);
    }
  return events.map(({ query, products }) => {
    const shown = products.map(({ title }) => documents.get(title)!);
    return index.scoresOf(analyser.analyseQuery(query).stems, shown);
  });
}
