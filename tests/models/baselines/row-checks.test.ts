import { expect, test } from "vitest";
import {
  checkDifference,
  checkScorable,
  checkTrainable,
  clip,
  trainedOn,
} from "../../../models/baselines/row-checks.ts";
import type { TrainingRows } from "../../../models/model.ts";

const rows: TrainingRows = {
  ...{ featureSet: "test-1", names: ["length"], count: 2, labelMin: 1, labelMax: 3 },
  ...{ values: Float32Array.of(1, 2), grades: Float32Array.of(1, 3) },
};

test("row checks: rows that can be learned from and scored pass", () => {
  checkTrainable("line", rows);
  checkDifference("line", rows);
  checkScorable("line", trainedOn(rows), rows);
  checkScorable("line", { ...trainedOn(rows), names: [] }, { ...rows, featureSet: "other" });
  expect(trainedOn(rows)).toEqual({ featureSet: "test-1", names: ["length"], scoreMin: 1, scoreMax: 3 });
});

test("row checks: a missing value is no fault", () => {
  const missing = { ...rows, values: Float32Array.of(1, Number.NaN) };
  checkTrainable("line", missing);
  checkScorable("line", trainedOn(rows), missing);
});

test("row checks: what can't be learned from is told", () => {
  const wrong: readonly (readonly [Partial<TrainingRows>, string])[] = [
    [{ count: 0, grades: new Float32Array(), values: new Float32Array() }, "there are no rows"],
    [{ labelMax: 1 }, "the label range 1 to 1 has no width"],
    [{ grades: Float32Array.of(1, 4) }, "row 2 has the grade 4"],
    [{ values: Float32Array.of(1, Number.NEGATIVE_INFINITY) }, 'row 2, where "length" is -Infinity'],
  ];
  for (const [change, message] of wrong) expect(() => checkTrainable("line", { ...rows, ...change })).toThrow(message);
  const alike = { ...rows, grades: Float32Array.of(2, 2) };
  expect(() => checkDifference("line", alike)).toThrow("all 2 grades are 2");
});

test("clip: brings a score into the range", () => {
  expect([0, 2, 4].map((score) => clip(score, { scoreMin: 1, scoreMax: 3 }))).toEqual([1, 2, 3]);
});
