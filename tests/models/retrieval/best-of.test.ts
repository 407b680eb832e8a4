import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { BestOf } from "../../../models/retrieval/best-of.ts";

test("BestOf: keeps what sorting would put first, of equal scores the lower document", () => {
  const random = seededRandom(1);
  const scores = Array.from({ length: 200 }, () => random.int(20));
  const best = new BestOf(10);
  expect(best.threshold).toBe(Number.NEGATIVE_INFINITY);
  for (const [document, score] of scores.entries()) best.offer(document, score);
  const sorted = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, 10);
  expect([...best.ranked().documents]).toEqual(sorted);
  expect(best.threshold).toBe(scores[sorted.at(-1)!]);
});

test("BestOf: with room for none it keeps none", () => {
  const best = new BestOf(0);
  best.offer(1, 5);
  expect(best.ranked().documents).toHaveLength(0);
});
