import { TwinstreamError } from "../../schemas/errors.ts";
import type { TrainingRun } from "../model.ts";
import { type BatchOrder, orderBatches } from "./batch-order.ts";
import { startWatch, type Watch, type WatchSettings, watchEpoch } from "./learning-watch.ts";
import { constantRate, rateFactor, type Schedule } from "./schedules.ts";
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
  /** The rate's course over all epochs, which the cuts of `watch` come on top of; constant unless said. */
  readonly schedule?: Schedule;
  readonly watch: WatchSettings;
}

/** A place in a training: with the state of that time it is what `trainEpochs` goes on from. Plain data, so a checkpoint can hold it. */
export interface Place {
  /** Whole epochs done. */
  readonly epoch: number;
  readonly watch: Watch;
  /** What is done of the epoch after them: steps, and the sum of their losses. */
  readonly within?: { readonly steps: number; readonly lossSum: number };
}

/** The loss on examples that are not learned from, and, where these have categories, how many are put into the right one. */
export type Validated = number | { readonly loss: number; readonly accuracy: number };

/** A point of the learning curve, and the weights of that time. It is a place to go on from, too. */
export interface Epoch extends Place {
  /** 1 is the first. */
  readonly epoch: number;
  /** Mean of the batches' losses, each before its step. */
  readonly trainingLoss: number;
  readonly validationLoss: number;
  readonly validationAccuracy?: number;
  /** Of its last step; `watch` has the one of the next epoch. */
  readonly learningRate: number;
  readonly weights: Weights;
}

/** What is trained, on what, and how it is judged. */
export interface EpochInput {
  readonly buckets: StepBuckets;
  readonly state: TrainingState;
  readonly data: TrainingData;
  /** The loss on examples that are not learned from. */
  validate(weights: Weights): Promise<Validated>;
}

/** Who watches and ends a training. */
export interface EpochRun extends Pick<TrainingRun, "signal" | "progress"> {
  /** Has its turn before each step, also when the signal has aborted: to save the place and the state. */
  between?(place: Place): Promise<void>;
}

/**
 * Trains a state epoch by epoch, until it no longer gets better or the epochs are over. After each epoch the caller has its turn:
 * to keep the weights when `watch.isBest`, to save a checkpoint, or to stop. Equal data, settings and seed give equal weights, with
 * breaks or without. Throws TRAINING_IMPOSSIBLE for no examples or a loss that is no number, and the signal's reason when it aborts.
 */
export async function* trainEpochs(
  input: EpochInput,
  settings: EpochSettings,
  run: EpochRun,
  from: Place = { epoch: 0, watch: startWatch(settings.learningRate) },
): AsyncGenerator<Epoch, void> {
  const { buckets, state, data, validate } = input;
  if (data.count === 0) throw new TwinstreamError("TRAINING_IMPOSSIBLE", "there are no examples to train a net on");
  let place = from;
  while (place.epoch < settings.epochs && !place.watch.isOver) {
    const learned = await learnAll(input, settings, run, place);
    const epoch = place.epoch + 1;
    const weights = weightsOf(buckets.plan, state);
    const { loss: validationLoss, ...accuracy } = named(await validate(weights));
    place = { epoch, watch: watchEpoch(place.watch, validationLoss, settings.watch) };
    yield { ...place, ...learned, validationLoss, ...accuracy, weights };
  }
}

function named(validated: Validated): { readonly loss: number; readonly validationAccuracy?: number } {
  if (typeof validated === "number") return { loss: validated };
  return { loss: validated.loss, validationAccuracy: validated.accuracy };
}

/** The epoch after a place: a step for each batch that is left. */
async function learnAll(
  input: EpochInput,
  settings: EpochSettings,
  run: EpochRun,
  { epoch, watch, within = { steps: 0, lossSum: 0 } }: Place,
): Promise<Pick<Epoch, "trainingLoss" | "learningRate">> {
  const { state, data } = input;
  const random = randomFor(state.seed, "order of batches", epoch + 1);
  const batches = orderBatches(data.count, data.lengthOf, settings, random);
  let { steps, lossSum } = within;
  let { learningRate } = watch;
  for (const examples of batches.slice(steps)) {
    await run.between?.({ epoch, watch, within: { steps, lossSum } });
    run.signal.throwIfAborted();
    const shareAt = (step: number) => (epoch + step / batches.length) / settings.epochs;
    learningRate = watch.learningRate * rateFactor(settings.schedule ?? constantRate, shareAt(steps));
    const loss = await learnBatch(input, examples, learningRate);
    lossSum += loss;
    steps += 1;
    const share = shareAt(steps);
    const place = `epoch ${epoch + 1} of ${settings.epochs}, step ${steps} of ${batches.length}`;
    run.progress({ share, doing: `${place}, loss ${loss.toFixed(4)}` });
  }
  return { trainingLoss: lossSum / batches.length, learningRate };
}

async function learnBatch(
  { buckets, state, data }: EpochInput,
  examples: Int32Array,
  learningRate: number,
): Promise<number> {
  const length = examples.reduce((longest, example) => Math.max(longest, data.lengthOf(example)), 1);
  const size = buckets.sizeFor(length);
  const step = await buckets.step(size);
  return step.run(state, data.batch(examples, size), learningRate);
}
