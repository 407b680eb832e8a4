import fc from "fast-check";
import { expect, test } from "vitest";
import { ndcg, type RankedSearch, reciprocalRank } from "../../../models/metrics/ranking.ts";

test("ndcg: follows the definition worked by hand", () => {
  // Grades 3, 1, 2 in ranked order give gains 3, 0, 1 above the lowest grade 1; the best order is 3, 1, 0.
  const reached = 3 / 1 + 0 + 1 / 2; // log2(2) = 1, log2(4) = 2
  const best = 3 / 1 + 1 / Math.log2(3) + 0;
  expect(ndcg({ scores: [2.9, 2.5, 1.2], grades: [3, 1, 2] }, 1)).toBeCloseTo(reached / best, 12);
});

test("ndcg: the best order gets 1, whatever the order of the list", () => {
  expect(ndcg({ scores: [0.1, 0.9, 0.5], grades: [0, 3, 1] }, 0)).toBe(1);
});

test("ndcg: counts only the first ten ranks, in the best order too", () => {
  const scores = Array.from({ length: 12 }, (_, i) => -i);
  const grades = scores.map((_, i) => (i >= 10 ? 3 : 1));
  // The two good ones stand at the ranks 11 and 12; the other ten have no gain.
  expect(ndcg({ scores, grades }, 1)).toBe(0);
  expect(ndcg({ scores, grades: grades.with(9, 3) }, 1)).toBeCloseTo(
    1 / Math.log2(11) / (1 + 1 / Math.log2(3) + 1 / 2),
    12,
  );
});

test("ndcg: can't be told without any gain", () => {
  expect(ndcg({ scores: [1, 2], grades: [1, 1] }, 1)).toBeUndefined();
  expect(ndcg({ scores: [], grades: [] }, 1)).toBeUndefined();
});

test("reciprocalRank: is one over the rank of the first product with the best grade there is", () => {
  expect(reciprocalRank({ scores: [0.9, 0.8, 0.7, 0.6], grades: [1, 2, 2.5, 2.5] })).toBe(1 / 3);
  expect(reciprocalRank({ scores: [0.1, 0.2], grades: [3, 1] })).toBe(1 / 2);
  expect(reciprocalRank({ scores: [], grades: [] })).toBeUndefined();
});

test("reciprocalRank: two products of equal score share the ranks 2 and 3", () => {
  expect(reciprocalRank({ scores: [0.9, 0.5, 0.5], grades: [1, 3, 2] })).toBeCloseTo((1 / 2 + 1 / 3) / 2, 12);
});

const tiedSearch = fc
  .array(fc.record({ score: fc.integer({ min: 0, max: 2 }), grade: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((products): RankedSearch => ({ scores: products.map((p) => p.score), grades: products.map((p) => p.grade) }));

test("ndcg and reciprocalRank: products of equal score count as the mean over every order of them", () => {
  fc.assert(
    fc.property(tiedSearch, (search) => {
      const orders = ordersByScore(search);
      const discounted = (grades: readonly number[]) =>
        grades.slice(0, 3).reduce((sum, grade, i) => sum + (2 ** (grade - 1) - 1) / Math.log2(i + 2), 0);
      const best = discounted(Array.from(search.grades).sort((a, b) => b - a));
      const top = Math.max(...Array.from(search.grades));
      const expected = best === 0 ? undefined : mean(orders.map((order) => discounted(order) / best));
      if (expected === undefined) expect(ndcg(search, 1, 3)).toBeUndefined();
      else expect(ndcg(search, 1, 3)).toBeCloseTo(expected, 10);
      expect(reciprocalRank(search)).toBeCloseTo(mean(orders.map((order) => 1 / (order.indexOf(top) + 1))), 10);
    }),
    { seed: 1, numRuns: 200 },
  );
});

/** The grades in every order that ranks by descending score. */
function ordersByScore({ scores, grades }: RankedSearch): number[][] {
  const everyOrder = permutations(Array.from({ length: scores.length }, (_, i) => i));
  return everyOrder
    .filter((order) => order.every((product, i) => i === 0 || scores[order[i - 1]!]! >= scores[product]!))
    .map((order) => order.map((product) => grades[product]!));
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
