import { expect, test } from "vitest";
import { loadModel, saveModel } from "../../../models/baselines/model-file.ts";

const trainedOn = { featureSet: "test-1", names: ["length"], scoreMin: 1, scoreMax: 3 };

test("model file: gives back the fields that were saved, and what the model was trained on", () => {
  const saved = loadModel("line", saveModel("line", trainedOn, { slope: 0.5, points: [1, 2] }));
  expect(saved.trainedOn).toEqual(trainedOn);
  expect(saved.number("slope")).toBe(0.5);
  expect(saved.numbers("points", 2)).toEqual([1, 2]);
});

test("model file: a field that is missing or of another type is named", () => {
  const saved = loadModel("line", saveModel("line", trainedOn, { slope: "0.5", points: [1, "2"] }));
  const damaged = (message: string) =>
    expect.objectContaining({ code: "DATA_DAMAGED", message: expect.stringContaining(message) });
  expect(() => saved.number("slope")).toThrow(damaged('"slope" is no number'));
  expect(() => saved.number("intercept")).toThrow(damaged('"intercept" is no number'));
  expect(() => saved.numbers("points", 2)).toThrow(damaged('"points" is no list of 2 numbers'));
});
