import type { TrainingRun } from "../model.ts";
import type { TrainingSettings } from "./compile-training.ts";
import type { Net } from "./net.ts";
import { openStepBuckets } from "./step-buckets.ts";
import { type EpochSettings, type TrainingData, trainEpochs } from "./train-epochs.ts";
import { newState, type Weights } from "./training-state.ts";

/** A net and what it is to learn. */
export interface NetTask {
  /** Of its checkpoint; a run that trains several nets names each. */
  readonly name: string;
  /** The net for texts up to a length. */
  netFor(size: number): Net;
  /** The lengths to write graphs for, ascending; one where length doesn't matter. */
  readonly sizes: readonly number[];
  readonly data: TrainingData;
  /** The loss on rows that are not learned from. */
  validate(weights: Weights): Promise<number>;
  readonly settings: TrainingSettings & EpochSettings;
  /** What some parameters or tables begin with, by name; the others begin as their initialisers say. */
  readonly start?: Weights;
}

/**
 * Trains a net and gives the weights of its best epoch. Throws TRAINING_IMPOSSIBLE for no examples or when it learned nothing that is a
 * number, and the signal's reason when it aborts.
 */
export async function fitNet(task: NetTask, run: TrainingRun): Promise<Weights> {
  const buckets = await openStepBuckets(task.netFor, task.sizes, task.settings, { threads: run.threads });
  try {
    const state = newState(buckets.plan, run.seed, task.start);
    let best: Weights | undefined;
    const { data, validate } = task;
    for await (const { epoch, trainingLoss, validationLoss, watch, weights } of trainEpochs(
      { buckets, state, data, validate },
      task.settings,
      run,
    )) {
      if (watch.isBest || best === undefined) best = weights;
      run.learned({ epoch, trainingLoss, validationLoss, learningRate: watch.learningRate });
    }
    return best!;
  } finally {
    await buckets.close();
  }
}
