import { BestOf, type Ranked } from "./best-of.ts";

/** How little a place further down counts less; the value of the paper. */
const damping = 60;

/** A ranking, and what it counts beside the others; 1 unless said. */
export interface WeighedRanking extends Pick<Ranked, "documents"> {
  readonly weight?: number;
}

/**
 * One ranking of several, at most `limit` documents: each counts weight / (60 + its place) for every ranking that it is in, whatever the scores
 * there are (reciprocal rank fusion; Cormack, Clarke & Büttcher 2009). Of equal ones the lower number comes first.
 */
export function fuseRanks(rankings: readonly WeighedRanking[], limit: number): Ranked {
  const sums = new Map<number, number>();
  for (const { documents, weight = 1 } of rankings)
    for (const [place, document] of documents.entries())
      sums.set(document, (sums.get(document) ?? 0) + weight / (damping + place + 1));
  const best = new BestOf(limit);
  for (const [document, sum] of sums) best.offer(document, sum);
  return best.ranked();
}
