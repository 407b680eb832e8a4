import { expect, test } from "vitest";
import { createHashedNgrams } from "../../../models/embedding/hashed-ngrams.ts";
import { emptyVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { checkLender, type Lender } from "../../../pipelines/training/lender.ts";
import { aManifest } from "../../support/manifests.ts";

const data = { from: "test", hash: "aa", rows: 100, queries: 10, split: "rows" } as const;
const lender: Lender = {
  embedder: createHashedNgrams(emptyVocabulary),
  manifest: { ...aManifest({ data, seed: 7 }), reference: "word2vec-1", files: {} },
};

test("checkLender: a lender may have learned from other rows, or from these divided alike", () => {
  expect(() => checkLender(lender, "bb", { split: "queries", seed: 1 })).not.toThrow();
  expect(() => checkLender(lender, "aa", { split: "rows", seed: 7 })).not.toThrow();
});

test.each([
  { split: "queries", seed: 7 },
  { split: "rows", seed: 8 },
] as const)("checkLender: refuses one that learned from these rows divided otherwise: %o", (plan) => {
  expect(() => checkLender(lender, "aa", plan)).toThrow(
    expect.objectContaining({ code: "WRONG_USAGE", message: expect.stringContaining("--split rows --seed 7") }),
  );
});
