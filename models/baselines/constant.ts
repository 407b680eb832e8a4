import type { Artifact } from "../../schemas/artifact.ts";
import type { Model } from "../model.ts";
import { loadModel, saveModel } from "./model-file.ts";
import { checkScorable, clip, type TrainedOn } from "./row-checks.ts";

/** A model that gives every row the same score, brought into the label range. */
export function constantModel(kind: string, score: number, trained: TrainedOn): Model {
  const clipped = clip(score, trained);
  return {
    kind,
    scoreMin: trained.scoreMin,
    scoreMax: trained.scoreMax,
    async score(rows) {
      checkScorable(kind, trained, rows);
      return new Float32Array(rows.count).fill(clipped);
    },
    async explain(rows) {
      checkScorable(kind, trained, rows);
      return { names: [], base: clipped, values: new Float32Array() };
    },
    save: () => saveModel(kind, trained, { score: clipped }),
    close: async () => {},
  };
}

/** Reads a saved model of constant score. Throws DATA_DAMAGED. */
export function loadConstantModel(kind: string, artifact: Artifact): Model {
  const saved = loadModel(kind, artifact);
  return constantModel(kind, saved.number("score"), saved.trainedOn);
}
