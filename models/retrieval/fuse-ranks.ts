import { BestOf, type Ranked } from "./best-of.ts";

/** How little a place further down counts less; the value of the paper. */
const damping = 60;

/**
 * One ranking of several, at most `limit` documents: each counts 1 / (60 + its place) for every ranking that it is in, whatever the scores there are
 * (reciprocal rank fusion; Cormack, Clarke & Büttcher 2009). Of equal ones the lower number comes first.
 */
export function fuseRanks(rankings: readonly Pick<Ranked, "documents">[], limit: number): Ranked {
  const sums = new Map<number, number>();
  for (const { documents } of rankings)
    for (const [place, document] of documents.entries())
      sums.set(document, (sums.get(document) ?? 0) + 1 / (damping + place + 1));
  const best = new BestOf(limit);
  for (const [document, sum] of sums) best.offer(document, sum);
  return best.ranked();
}
