import { expect, test } from "vitest";
import { type EvaluationSums, sumsOf } from "../../../models/metrics/evaluation.ts";
import { pairedBootstrap } from "../../../models/metrics/paired-bootstrap.ts";
import { seededRandom } from "../../../models/random.ts";

const plan = { seed: 1, samples: 1000, confidence: 0.95 };
const range = { scoreMin: 0, scoreMax: 4, labelMin: 0, labelMax: 4 };

function search(scores: readonly number[], grades: readonly number[]): EvaluationSums {
  return sumsOf({ scores, grades, ...range });
}

test("pairedBootstrap: the figures of both and their difference, worked out by hand", () => {
  const first = [search([1, 3], [2, 4]), search([4, 0], [4, 0])];
  const second = [search([2, 2], [2, 4]), search([4, 0], [4, 0])];
  const { rmse, mae } = pairedBootstrap(first, second, plan);
  expect(rmse).toMatchObject({ first: Math.sqrt(2 / 4), second: Math.sqrt(4 / 4) });
  expect(rmse!.difference).toBeCloseTo(1 - Math.SQRT1_2, 12);
  expect(mae).toMatchObject({ first: 2 / 4, second: 2 / 4, difference: 0, below: 0, above: 0 });
});

test("pairedBootstrap: MRR is of the searches that have an order", () => {
  const first = [search([3, 1], [1, 4]), search([2], [3])];
  const second = [search([1, 3], [1, 4]), search([2], [3])];
  expect(pairedBootstrap(first, second, plan).mrr).toMatchObject({ first: 1 / 2, second: 1, difference: 1 / 2 });
});

test("pairedBootstrap: the interval of a mean difference agrees with its normal approximation", () => {
  const random = seededRandom(7);
  const errors = Array.from({ length: 400 }, () => [random.uniform(), 0.2 + random.uniform()] as const);
  const [first, second] = [0, 1].map((side) => errors.map((pair) => search([1 + pair[side]!], [1])));
  const { mae, ndcg10 } = pairedBootstrap(first!, second!, plan);
  const differences = errors.map(([a, b]) => b - a);
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const spread = Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / differences.length);
  const margin = (1.96 * spread) / Math.sqrt(differences.length);
  expect(mae!.interval.low).toBeCloseTo(mean - margin, 2);
  expect(mae!.interval.high).toBeCloseTo(mean + margin, 2);
  expect([mae!.above, mae!.below]).toEqual([1, 0]);
  expect(ndcg10, "searches of one product have no order").toBeNull();
});

test("pairedBootstrap: what two models have in common cancels, however the searches differ among themselves", () => {
  const random = seededRandom(3);
  const errors = Array.from({ length: 50 }, () => 2 * random.uniform());
  const first = errors.map((error) => search([error], [0]));
  const second = errors.map((error) => search([error + 0.01], [0]));
  const { mae } = pairedBootstrap(first, second, plan);
  expect(mae!.interval.low).toBeCloseTo(0.01, 9);
  expect(mae!.interval.high).toBeCloseTo(0.01, 9);
});

test("pairedBootstrap: equal seeds give equal samples, no search no figure", () => {
  const [first, second] = [
    [search([1, 2], [2, 1]), search([1, 3], [1, 4])],
    [search([2, 1], [2, 1]), search([1, 2], [1, 4])],
  ];
  expect(pairedBootstrap(first, second, plan)).toEqual(pairedBootstrap(first, second, plan));
  expect(pairedBootstrap(first, second, plan).ndcg10!.difference).toBeGreaterThan(0);
  expect(pairedBootstrap([], [], plan)).toEqual({ rmse: null, mae: null, ndcg10: null, mrr: null });
});
