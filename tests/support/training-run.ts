import type { Surroundings, TrainingRows, TrainingRun } from "../../models/model.ts";

/** Surroundings with one thread, no encoders and no tfjs. */
export const bareSurroundings: Surroundings = {
  threads: 1,
  openEncoder: (source) => Promise.reject(new Error(`there is no encoder "${source}" here`)),
  openTfjs: () => Promise.reject(new Error("there is no tfjs here")),
};

const noRows: TrainingRows = {
  ...{ featureSet: "", names: [], values: new Float32Array(), count: 0, grades: new Float32Array() },
  ...{ labelMin: 1, labelMax: 3 },
};

/** A run of seed 1 that nobody watches, without rows to choose by and without checkpoints. */
export function quietRun(overrides: Partial<TrainingRun> = {}): TrainingRun {
  return {
    ...bareSurroundings,
    seed: 1,
    signal: new AbortController().signal,
    validation: noRows,
    checkpoints: { load: async () => undefined, save: async () => {} },
    progress: () => {},
    learned: () => {},
    ...overrides,
  };
}
