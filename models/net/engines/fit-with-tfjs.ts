import { TwinstreamError } from "../../../schemas/errors.ts";
import type { TrainingRun } from "../../model.ts";
import { orderBatches } from "../batch-order.ts";
import type { TrainingSettings } from "../compile-training.ts";
import { startWatch, watchEpoch } from "../learning-watch.ts";
import type { TokenTexts } from "../pack-sequences.ts";
import type { Epoch, EpochSettings } from "../train-epochs.ts";
import { randomFor, type Weights } from "../training-state.ts";
import { type GradedPairs, openSiameseTfjs, type SiameseOptions } from "./siamese-tfjs.ts";
import type { Tfjs } from "./tfjs.ts";

/** A siamese net that reads words, what it learns from, and how it is judged. */
export interface TfjsInput extends GradedPairs, Omit<SiameseOptions, "clipNorm"> {
  /** The loss on pairs that are not learned from. */
  validate(weights: Weights): Promise<number>;
}

/**
 * Trains a word net with tfjs instead of our own engine: the same net, start, order of batches, clipping, cuts of the rate and end, for
 * who wants to compare. The weights have our names, so `compileServing` serves them. It differs where our engine does by choice: Adam is
 * dense, so words that a batch lacks move on, and there is no dropout. After each epoch the caller has its turn, to keep the weights and
 * to stop. Throws TRAINING_IMPOSSIBLE for no pairs or a loss that is no number, and the signal's reason when it aborts.
 */
export async function* fitWithTfjs(
  tf: Tfjs,
  input: TfjsInput,
  settings: EpochSettings & Pick<TrainingSettings, "clipNorm">,
  run: Pick<TrainingRun, "seed" | "signal" | "progress">,
): AsyncGenerator<Epoch, void> {
  if (input.grades.length === 0)
    throw new TwinstreamError("TRAINING_IMPOSSIBLE", "there are no pairs to train a net on");
  const net = openSiameseTfjs(tf, { ...input, clipNorm: settings.clipNorm });
  let watch = startWatch(settings.learningRate);
  try {
    for (let epoch = 1; epoch <= settings.epochs && !watch.isOver; epoch++) {
      const { learningRate } = watch;
      const learn = (pairs: Int32Array) => net.learn(pick(input, pairs), learningRate);
      const trainingLoss = learnAll(learn, input, { ...settings, epoch }, run);
      const weights = net.weights();
      const validationLoss = await input.validate(weights);
      watch = watchEpoch(watch, validationLoss, settings.watch);
      yield { epoch, watch, trainingLoss, validationLoss, learningRate, weights };
    }
  } finally {
    net.close();
  }
}

/** An epoch: a step for each batch. Gives the mean loss. */
function learnAll(
  learn: (pairs: Int32Array) => number,
  { texts, grades }: GradedPairs,
  { epoch, epochs, ...order }: EpochSettings & { readonly epoch: number },
  { seed, signal, progress }: Pick<TrainingRun, "seed" | "signal" | "progress">,
): number {
  const lengthOf = (pair: number) => Math.max(...Object.values(texts).map((list) => list[pair]!.length));
  const batches = orderBatches(grades.length, lengthOf, order, randomFor(seed, "order of batches", epoch));
  let total = 0;
  for (const [done, pairs] of batches.entries()) {
    signal.throwIfAborted();
    const loss = learn(pairs);
    if (!Number.isFinite(loss)) refuse(loss, epoch);
    total += loss;
    const place = `epoch ${epoch} of ${epochs}, step ${done + 1} of ${batches.length}`;
    const share = (epoch - 1 + (done + 1) / batches.length) / epochs;
    progress({ share, doing: `${place}, loss ${loss.toFixed(4)}` });
  }
  return total / batches.length;
}

function pick({ texts, grades }: GradedPairs, pairs: Int32Array): GradedPairs {
  const some = Object.entries(texts).map(([name, list]) => [name, Array.from(pairs, (pair) => list[pair]!)]);
  return { texts: Object.fromEntries(some) as TokenTexts, grades: Float32Array.from(pairs, (pair) => grades[pair]!) };
}

function refuse(loss: number, epoch: number): never {
  throw new TwinstreamError(
    "TRAINING_IMPOSSIBLE",
    `the loss became ${loss} in epoch ${epoch} with tfjs; lower the learning rate, or look for values that are no numbers`,
  );
}
