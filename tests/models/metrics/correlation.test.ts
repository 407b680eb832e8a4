import { expect, test } from "vitest";
import { pearson, spearman } from "../../../models/metrics/correlation.ts";

test("pearson: follows the definition worked by hand", () => {
  // x = 1, 2, 3 and y = 1, 3, 2: deviations (-1, 0, 1) and (-1, 1, 0), so 1 / (root 2 × root 2).
  expect(pearson({ count: 3, sumX: 6, sumY: 6, sumXX: 14, sumYY: 14, sumXY: 13 })).toBeCloseTo(0.5, 12);
});

test("pearson: is null for a constant side, rounding or not, and for nothing", () => {
  const tenths = { sumX: 0.1 + 0.1 + 0.1, sumXX: 0.1 ** 2 + 0.1 ** 2 + 0.1 ** 2 };
  expect(pearson({ count: 3, ...tenths, sumY: 6, sumYY: 14, sumXY: 0.6 })).toBeNull();
  expect(pearson({ count: 0, sumX: 0, sumY: 0, sumXX: 0, sumYY: 0, sumXY: 0 })).toBeNull();
});

test("spearman: follows the textbook formula where no values are equal", () => {
  // Ranks 1 2 3 4 5 against 2 1 4 3 5: squared differences 1 + 1 + 1 + 1 + 0, so 1 - 6 × 4 / (5 × 24).
  expect(spearman([10, 20, 30, 40, 50], [0.2, 0.1, 40, 3, 500])).toBeCloseTo(1 - 24 / 120, 12);
});

test("spearman: equal values share their mean rank", () => {
  // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: deviations (-1.5, 0, 0, 1.5) and (-1.5, -0.5, 0.5, 1.5).
  expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
});

test("spearman: is null when one side is constant or nothing is given", () => {
  expect(spearman([1, 1, 1], [1, 2, 3])).toBeNull();
  expect(spearman([], [])).toBeNull();
});
