import { expect, test } from "vitest";
import { bootstrap, percentiles } from "../../../models/metrics/bootstrap.ts";
import { sumsOf } from "../../../models/metrics/evaluation.ts";
import { seededRandom } from "../../../models/random.ts";

const plan = { seed: 1, samples: 1000, confidence: 0.95 };

function search(scores: readonly number[], grades: readonly number[]) {
  return sumsOf({ scores, grades, scoreMin: 0, scoreMax: 4, labelMin: 0, labelMax: 4 });
}

test("percentiles: the middle 90 of 100 values, nulls aside", () => {
  const values = Array.from({ length: 100 }, (_, i) => 99 - i);
  expect(percentiles(values, 0.9)).toEqual({ low: 5, high: 94 });
  expect(percentiles([...values, null, Number.NaN], 0.9)).toEqual({ low: 5, high: 94 });
  expect(percentiles([7], 0.95)).toEqual({ low: 7, high: 7 });
  expect(percentiles([1, null, null], 0.95)).toBeNull();
  expect(percentiles([], 0.95)).toBeNull();
});

test("bootstrap: agrees with the normal approximation for a mean of many searches", () => {
  const random = seededRandom(4);
  const errors = Array.from({ length: 400 }, () => random.uniform() - 0.5);
  const { bias } = bootstrap(
    errors.map((error) => search([2 + error], [2])),
    plan,
  );
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const variance = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / errors.length;
  const reach = 1.96 * Math.sqrt(variance / errors.length);
  expect(Math.abs(bias!.low - (mean - reach))).toBeLessThan(0.15 * reach);
  expect(Math.abs(bias!.high - (mean + reach))).toBeLessThan(0.15 * reach);
});

test("bootstrap: resamples searches, not pairs", () => {
  // Ten searches of ten equal pairs each vary as ten values do, not as a hundred.
  const errors = Array.from({ length: 10 }, (_, i) => (i - 4.5) / 10);
  const wide = bootstrap(
    errors.map((error) => search(new Array(10).fill(2 + error), new Array(10).fill(2))),
    plan,
  );
  const single = bootstrap(
    errors.map((error) => search([2 + error], [2])),
    plan,
  );
  expect(wide.bias!.low).toBeCloseTo(single.bias!.low, 9);
  expect(wide.bias!.high).toBeCloseTo(single.bias!.high, 9);
});

test("bootstrap: equal seeds give equal intervals, no ranked search or no search none", () => {
  const searches = [search([1, 2], [1, 3]), search([3], [1]), search([1, 2, 3], [3, 1, 2])];
  expect(bootstrap(searches, plan)).toEqual(bootstrap(searches, plan));
  expect(bootstrap([search([1], [1]), search([2], [1])], plan)).toMatchObject({ ndcg10: null, mrr: null });
  expect(bootstrap([], plan).rmse).toBeNull();
});
