import { expect, test } from "vitest";
import { usualResampling } from "../../../models/metrics/bootstrap.ts";
import { calibrationOf } from "../../../models/metrics/calibration.ts";
import { sumsOf } from "../../../models/metrics/evaluation.ts";

const range = { labelMin: 1, labelMax: 3 };
const plan = { ...usualResampling, seed: 1 };

function search(scores: readonly number[], grades: readonly number[]) {
  return sumsOf({ scores, grades, scoreMin: 1, scoreMax: 3, ...range });
}

test("calibrationOf: means by tenth of the range, those without pairs left out", () => {
  const points = calibrationOf([search([1.1, 1.05, 2.9], [1, 2, 3]), search([1.15], [1])], range, plan);
  expect(points.map(({ pairs, meanGrade }) => [pairs, meanGrade])).toEqual([
    [3, 4 / 3],
    [1, 3],
  ]);
  expect(points[0]!.meanScore).toBeCloseTo(1.1, 12);
  expect([points[0]!.from, points[1]!.to]).toEqual([1, 3]);
  expect(points[1]!.from).toBeCloseTo(2.8, 12);
});

test("calibrationOf: searches that agree leave no width, those that don't hold the mean between them", () => {
  const alike = calibrationOf([search([2], [2]), search([2], [2])], range, plan);
  expect(alike[0]!.interval).toEqual({ low: 2, high: 2 });
  const apart = calibrationOf([search([2], [1]), search([2], [3])], range, plan);
  expect(apart[0]).toMatchObject({ meanGrade: 2, interval: { low: 1, high: 3 } });
  expect(calibrationOf([], range, plan)).toEqual([]);
});
