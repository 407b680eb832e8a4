import { TwinstreamError } from "../../../schemas/errors.ts";
import type { TrainingRun } from "../../model.ts";
import { type BatchOrder, orderBatches } from "../batch-order.ts";
import type { TokenTexts } from "../pack-sequences.ts";
import { randomFor, type Weights } from "../training-state.ts";
import { type GradedPairs, openSiameseTfjs, type SiameseNames } from "./siamese-tfjs.ts";
import type { Tfjs } from "./tfjs.ts";

/** A siamese net that reads words, with the weights it starts from, and what it learns from. */
export interface TfjsInput extends GradedPairs {
  readonly names: SiameseNames;
  readonly start: Weights;
}

/** A point of the learning curve, and the weights of that time. */
export interface TfjsEpoch {
  /** 1 is the first. */
  readonly epoch: number;
  /** Mean of the batches' losses, each before its step. */
  readonly trainingLoss: number;
  readonly weights: Weights;
}

/**
 * Trains a word net with tfjs instead of our own engine: the same net, start and order of batches, for who wants to compare.
 * The weights have our names, so `compileServing` serves them. It differs where our engine does by choice: Adam is dense, so
 * words that a batch lacks move on, and there is no dropout. After each epoch the caller has its turn, to judge and to stop.
 * Throws TRAINING_IMPOSSIBLE for no pairs or a loss that is no number, and the signal's reason when it aborts.
 */
export async function* fitWithTfjs(
  tf: Tfjs,
  { names, start, texts, grades }: TfjsInput,
  settings: BatchOrder & { readonly epochs: number; readonly learningRate: number },
  run: Pick<TrainingRun, "seed" | "signal" | "progress">,
): AsyncGenerator<TfjsEpoch, void> {
  if (grades.length === 0) throw new TwinstreamError("TRAINING_IMPOSSIBLE", "there are no pairs to train a net on");
  const net = openSiameseTfjs(tf, names, start, settings.learningRate);
  const lengthOf = (pair: number) => Math.max(...Object.values(texts).map((list) => list[pair]!.length));
  try {
    for (let epoch = 1; epoch <= settings.epochs; epoch++) {
      const random = randomFor(run.seed, "order of batches", epoch);
      const batches = orderBatches(grades.length, lengthOf, settings, random);
      let total = 0;
      for (const [done, pairs] of batches.entries()) {
        run.signal.throwIfAborted();
        const loss = net.learn(pick({ texts, grades }, pairs));
        if (!Number.isFinite(loss)) refuse(loss, epoch);
        total += loss;
        const place = `epoch ${epoch} of ${settings.epochs}, step ${done + 1} of ${batches.length}`;
        const share = (epoch - 1 + (done + 1) / batches.length) / settings.epochs;
        run.progress({ share, doing: `${place}, loss ${loss.toFixed(4)}` });
      }
      yield { epoch, trainingLoss: total / batches.length, weights: net.weights() };
    }
  } finally {
    net.close();
  }
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
