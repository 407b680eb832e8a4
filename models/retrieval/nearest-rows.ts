import { scaleOf } from "../embedding/similarity.ts";
import { BestOf, type Ranked } from "./best-of.ts";
import type { VectorMatrix } from "./vector-matrix.ts";

/**
 * The documents of the matrix with the highest cosines, best first; of equal ones the lower document is better. Every rounded row is compared, which bounds its
 * cosine from both sides; the vectors of those that may be among the best by these bounds are compared in full, so nothing is missed.
 */
export function nearestRows(matrix: VectorMatrix, query: Float32Array, limit: number): Ranked {
  const scale = scaleOf(query);
  const lows = new BestOf(limit);
  const rows: number[] = [];
  const highs: number[] = [];
  matrix.rounded.visit(
    query,
    scale,
    matrix.size,
    () => lows.threshold,
    (row, low, high) => {
      lows.offer(row, low);
      rows.push(row);
      highs.push(high);
    },
  );
  const best = new BestOf(limit);
  for (const [i, row] of rows.entries())
    if (highs[i]! >= lows.threshold) best.offer(matrix.documentAt(row), matrix.cosineAt(row, query, scale));
  return best.ranked();
}
