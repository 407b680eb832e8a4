import { expect, test } from "vitest";
import { modelText } from "../../../app/terminal/model-text.ts";
import type { Manifest } from "../../../schemas/manifest.ts";
import { aManifest } from "../../support/manifests.ts";

const before: Manifest = { ...aManifest(), reference: "ridge-1", files: { "model.json": "ab12" } };

test("modelText: a model of before lineage and intervals were kept shows what it has", () => {
  expect(modelText(before, undefined)).toBe(
    [
      "ridge-1",
      "  trained           2024-01-02T00:00:00.000Z, in 0.01 s",
      "  from              test: 100 rows, 10 queries, split by rows",
      "  data hash         00",
      "  seed              7",
      '  config            {"lambda":1}',
      "  scores            1 to 3, 3.0 ms a thousand",
      "  features          lexical-2, space hash-128",
      "  vocabulary        none",
      "  model.json        SHA-256 ab12",
      "",
      "            pairs    rmse  95 % interval     mae  pearson  ndcg@10     mrr",
      "train         100  0.5000                 0.4000   0.4000   0.9000  0.8000",
      "validation    100  0.5000                 0.4000   0.4000   0.9000  0.8000",
      "test          100  0.5000                 0.4000   0.4000   0.9000  0.8000",
    ].join("\n"),
  );
});

test("modelText: lineage, times, size, curve, and the interval of the error for each part that has one", () => {
  const { metrics } = before;
  const rmse = { low: 0.45, high: 0.55 };
  const none = { mse: null, mae: null, bias: null, pearson: null, ndcg10: null, mrr: null };
  const learned = { epoch: 1, trainingLoss: 0.4, validationLoss: 0.5, learningRate: 0.1 };
  const text = modelText(
    {
      ...before,
      data: { ...before.data, since: 0, times: { from: 0, to: 86_400_000 } },
      programVersion: "1.2.3",
      parent: "mean-1",
      embedder: "word2vec-1",
      builtFrom: ["word2vec-1"],
      sizeBytes: 1234,
      learningCurve: [learned],
      metrics: {
        ...metrics,
        seen: metrics.test,
        unseen: metrics.test,
        intervals: { test: { rmse, ...none }, seen: { rmse, ...none } },
      },
    },
    "previous-champion",
  );
  const lines = text.split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      "ridge-1, the previous champion",
      "  trained           2024-01-02T00:00:00.000Z, by version 1.2.3, in 0.01 s",
      "  since             1970-01-01T00:00:00.000Z",
      "  events            1970-01-01T00:00:00.000Z to 1970-01-02T00:00:00.000Z",
      "  size              1,234 bytes",
      "  embedder          of word2vec-1",
      "  parent            mean-1, the champion when it was trained",
      "  built from        word2vec-1",
      "test                  100  0.5000  0.4500 to 0.5500  0.4000   0.4000   0.9000  0.8000",
      "test, query seen      100  0.5000  0.4500 to 0.5500  0.4000   0.4000   0.9000  0.8000",
      "test, query unseen    100  0.5000                    0.4000   0.4000   0.9000  0.8000",
    ]),
  );
  expect(text).toContain("validation  ");
});
