import { expect, test } from "vitest";
import { modelSize } from "../../../pipelines/training/model-size.ts";

test("modelSize: the bytes of a model's own files, without what every model has", () => {
  const files = { "model.json": 10, "tower.onnx": 700, "vocabulary.bin": 5000, "seen-queries.bin": 300 };
  expect(
    modelSize(Object.fromEntries(Object.entries(files).map(([name, length]) => [name, new Uint8Array(length)]))),
  ).toBe(710);
});
