import { expect, test } from "vitest";
import { loadModel, saveModel } from "../../../models/baselines/model-file.ts";

const trainedOn = { featureSet: "test-1", names: ["length"], scoreMin: 1, scoreMax: 3 };

test("model file: fields come back as they were saved, each asked for by its type", () => {
  const saved = loadModel("line", saveModel("line", trainedOn, { slope: 2, points: [1, 2.5], unit: "inch" }));
  expect([saved.number("slope"), saved.numbers("points", 2), saved.text("unit")]).toEqual([2, [1, 2.5], "inch"]);
  expect(saved.trainedOn).toEqual(trainedOn);
});

test.each([
  ["number", '"unit" is no number', (saved: ReturnType<typeof loadModel>) => saved.number("unit")],
  ["list", '"points" is no list of 3 numbers', (saved: ReturnType<typeof loadModel>) => saved.numbers("points", 3)],
  ["text", '"slope" is no text', (saved: ReturnType<typeof loadModel>) => saved.text("slope")],
])("model file: says which field is no %s", (_, message, read) => {
  const saved = loadModel("line", saveModel("line", trainedOn, { slope: 2, points: [1, 2.5], unit: "inch" }));
  expect(() => read(saved)).toThrow(message);
});

test("model file: another kind's file is refused", () => {
  expect(() => loadModel("line", saveModel("curve", trainedOn, {}))).toThrow('"kind" is "curve"');
});
