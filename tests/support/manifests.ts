import type { Manifest, QualityFigures } from "../../schemas/manifest.ts";

type NewManifest = Omit<Manifest, "reference" | "files">;

const quality: QualityFigures = {
  pairs: 100,
  searches: 10,
  rmse: 0.5,
  mse: 0.25,
  mae: 0.4,
  bias: 0.01,
  pearson: 0.4,
  ndcg10: 0.9,
  mrr: 0.8,
};

/** What a training hands to the model store, with what a test says instead. */
export function aManifest(overrides: Partial<NewManifest> = {}): NewManifest {
  return {
    kind: "ridge",
    trainedAt: Date.UTC(2024, 0, 2),
    config: { lambda: 1 },
    seed: 7,
    featureSet: "lexical-2",
    space: "hash-128",
    vocabulary: "none",
    scoreMin: 1,
    scoreMax: 3,
    data: { from: "test", hash: "00", rows: 100, queries: 10, split: "rows" },
    metrics: { train: quality, validation: quality, test: quality },
    trainingMs: 12,
    msPerThousandScores: 3,
    ...overrides,
  };
}
