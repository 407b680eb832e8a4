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
  ...{ featureSet: "test-1", names: ["length"], values: Float32Array.of(1, 2), count: 2 },
  ...{ grades: Float32Array.of(1, 3), labelMin: 1, labelMax: 3 },
};
const impossible = (message: string) =>
  expect.objectContaining({ code: "TRAINING_IMPOSSIBLE", message: expect.stringContaining(message) });

test("row checks: usable rows pass, others are refused in the name of the kind", () => {
  checkTrainable("line", rows);
  checkDifference("line", rows);
  expect(() => checkTrainable("line", { ...rows, grades: Float32Array.of(1, 4) })).toThrow(impossible("line can't"));
  expect(() => checkDifference("line", { ...rows, grades: Float32Array.of(2, 2) })).toThrow(impossible("all 2 grades"));
});

test("row checks: a model of no columns scores any rows, one of some columns only its own", () => {
  const trained = trainedOn(rows);
  expect(trained).toEqual({ featureSet: "test-1", names: ["length"], scoreMin: 1, scoreMax: 3 });
  const other = { ...rows, featureSet: "test-2" };
  checkScorable("line", { ...trained, names: [] }, other);
  expect(() => checkScorable("line", trained, other)).toThrow(expect.objectContaining({ code: "MODEL_MISMATCH" }));
});

test("row checks: scores are brought into the range", () => {
  expect([0, 2, 4].map((score) => clip(score, { scoreMin: 1, scoreMax: 3 }))).toEqual([1, 2, 3]);
});
