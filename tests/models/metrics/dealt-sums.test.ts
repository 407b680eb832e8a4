import { expect, test } from "vitest";
import { bootstrap, usualResampling } from "../../../models/metrics/bootstrap.ts";
import { DealtSums } from "../../../models/metrics/dealt-sums.ts";
import { type GradedSearch, sumsOf } from "../../../models/metrics/evaluation.ts";
import { seededRandom } from "../../../models/random.ts";

function searches(count: number): readonly GradedSearch[] {
  const random = seededRandom(3);
  return Array.from({ length: count }, () => {
    const grades = Array.from({ length: 4 }, () => 1 + random.int(3));
    const scores = grades.map((grade) => Math.max(1, Math.min(3, grade + random.uniform() - 0.5)));
    return { scores, grades, scoreMin: 1, scoreMax: 3, labelMin: 1, labelMax: 3 };
  });
}

function dealt(some: readonly GradedSearch[]): DealtSums {
  const sums = new DealtSums();
  for (const search of some) sums.add(search);
  return sums;
}

test("DealtSums: few searches are resampled one by one, as ever", () => {
  const few = searches(40);
  const { figures, intervals } = dealt(few).measure(1);
  expect(intervals).toEqual(bootstrap(few.map(sumsOf), { ...usualResampling, seed: 1 }));
  expect([figures.searches, figures.pairs]).toEqual([40, 160]);
});

test("DealtSums: of many searches the groups give nearly the interval that all of them give", () => {
  const many = searches(4_000);
  const sums = dealt(many);
  const { low, high } = sums.measure(1).intervals.rmse!;
  const all = bootstrap(many.map(sumsOf), { samples: 300, confidence: 0.95, seed: 1 }).rmse!;
  expect(sums.groups.length).toBe(500);
  expect((high - low) / (all.high - all.low)).toBeGreaterThan(0.85);
  expect((high - low) / (all.high - all.low)).toBeLessThan(1.15);
});

test("DealtSums: parts of searches count their pairs and no ranking", () => {
  const sums = new DealtSums();
  sums.addPairs(searches(1)[0]!);
  expect(sums.measure(1).figures).toMatchObject({ pairs: 4, ndcg10: null });
  expect(new DealtSums().measure(1).figures).toMatchObject({ pairs: 0, rmse: Number.NaN });
});
