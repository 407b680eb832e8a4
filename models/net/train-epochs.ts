import { TwinstreamError } from "../../schemas/errors.ts";
import type { TrainingRun } from "../model.ts";
import { type BatchOrder, orderBatches } from "./batch-order.ts";
import { startWatch, type Watch, type WatchSettings, watchEpoch } from "./learning-watch.ts";
import type { StepBuckets } from "./step-buckets.ts";
import { randomFor, type TrainingState, type Weights, weightsOf } from "./training-state.ts";
import type { Batch } from "./training-step.ts";

/** Examples to learn from, by number. */
export interface TrainingData {
  readonly count: number;
  /** How many tokens the longest text of an example has; 1 where that doesn't matter. */
  lengthOf(example: number): number;
  /** What a step of a graph written for `size` tokens is fed. */
  batch(examples: Int32Array, size: number): Batch;
}

/** How long and how fast a net learns. */
export interface EpochSettings extends BatchOrder {
  readonly epochs: number;
  readonly learningRate: number;
  readonly watch: WatchSettings;
}

/** A point of the learning curve, and the weights of that time. */
export interface Epoch {
  /** 1 is the first. */
  readonly epoch: number;
  /** Mean of the batches' losses, each before its step. */
  readonly trainingLoss: number;
  readonly validationLoss: number;
  /** Where training stands: with the state it is what `trainEpochs` goes on from. */
  readonly watch: Watch;
  readonly weights: Weights;
}

/**
 * Trains a state epoch by epoch, until it no longer gets better or the epochs are over. After each epoch the caller has its turn:
 * to keep the weights when `watch.isBest`, to save a checkpoint, or to stop. Equal data, settings and seed give equal weights.
 * Throws TRAINING_IMPOSSIBLE for no examples or a loss that is no number, and the signal's reason when it aborts.
 */
export async function* trainEpochs(
  { buckets, state, data, validate }: EpochInput,
  settings: EpochSettings,
  run: Pick<TrainingRun, "signal" | "progress">,
  from: Pick<Epoch, "epoch" | "watch"> = { epoch: 0, watch: startWatch(settings.learningRate) },
): AsyncGenerator<Epoch, void> {
  if (data.count === 0) throw new TwinstreamError("TRAINING_IMPOSSIBLE", "there are no examples to train a net on");
  let { watch } = from;
  for (let epoch = from.epoch + 1; epoch <= settings.epochs && !watch.isOver; epoch++) {
    const training = { buckets, state, data };
    const trainingLoss = await learnAll(training, { epoch, learningRate: watch.learningRate }, settings, run);
    const weights = weightsOf(buckets.plan, state);
    const validationLoss = await validate(weights);
    watch = watchEpoch(watch, validationLoss, settings.watch);
    yield { epoch, trainingLoss, validationLoss, watch, weights };
  }
}

/** What is trained, on what, and how it is judged. */
export interface EpochInput {
  readonly buckets: StepBuckets;
  readonly state: TrainingState;
  readonly data: TrainingData;
  /** The loss on examples that are not learned from. */
  validate(weights: Weights): Promise<number>;
}

/** One epoch: a step for each batch. Gives the mean loss. */
async function learnAll(
  training: Omit<EpochInput, "validate">,
  { epoch, learningRate }: { readonly epoch: number; readonly learningRate: number },
  settings: EpochSettings,
  run: Pick<TrainingRun, "signal" | "progress">,
): Promise<number> {
  const { state, data } = training;
  const random = randomFor(state.seed, "order of batches", epoch);
  const batches = orderBatches(data.count, data.lengthOf, settings, random);
  let total = 0;
  for (const [done, examples] of batches.entries()) {
    run.signal.throwIfAborted();
    const loss = await learnBatch(training, examples, learningRate);
    total += loss;
    const share = (epoch - 1 + (done + 1) / batches.length) / settings.epochs;
    const place = `epoch ${epoch} of ${settings.epochs}, step ${done + 1} of ${batches.length}`;
    run.progress({ share, doing: `${place}, loss ${loss.toFixed(4)}` });
  }
  return total / batches.length;
}

async function learnBatch(
  { buckets, state, data }: Omit<EpochInput, "validate">,
  examples: Int32Array,
  learningRate: number,
): Promise<number> {
  const length = examples.reduce((longest, example) => Math.max(longest, data.lengthOf(example)), 1);
  const size = buckets.sizeFor(length);
  const step = await buckets.step(size);
  return step.run(state, data.batch(examples, size), learningRate);
}
