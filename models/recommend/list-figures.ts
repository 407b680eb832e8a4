import type { ListFigures } from "../../schemas/recommender.ts";

/** Figures of lists of products, of which each was chosen so often before. */
export function listFigures(lists: readonly Int32Array[], counts: Int32Array): ListFigures {
  const shown = lists.flatMap((list) => [...list]);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const head = headOf(counts, total);
  const surprise = (item: number) => -Math.log2(Math.max(counts[item]!, 0.5) / total);
  const mean = (of: (item: number) => number) =>
    shown.reduce((sum, item) => sum + of(item), 0) / Math.max(1, shown.length);
  return {
    coverage: new Set(shown).size / counts.length,
    novelty: mean(surprise),
    meanPopularity: mean((item) => counts[item]!),
    headShare: mean((item) => Number(head.has(item))),
  };
}

/** The most chosen products, as few as half of all choices fell on; of equal ones the first. */
function headOf(counts: Int32Array, total: number): ReadonlySet<number> {
  const ranked = [...counts.keys()].sort((one, other) => counts[other]! - counts[one]! || one - other);
  const head = new Set<number>();
  let sum = 0;
  for (const item of ranked) {
    if (2 * sum >= total) break;
    head.add(item);
    sum += counts[item]!;
  }
  return head;
}
