/** When a training slows down and when it ends, by the loss on rows it doesn't learn from. */
export interface WatchSettings {
  /** Epochs without a better loss before training stops. */
  readonly patience: number;
  /** Epochs without a better loss before the learning rate is cut; `undefined` never cuts it. */
  readonly cutPatience?: number;
  /** What the learning rate is multiplied by when it is cut. */
  readonly cutFactor: number;
  /** By how much a loss must be lower to count as better. */
  readonly minGain: number;
}

/** Stops after five epochs without a better loss, and never cuts the rate. */
export const watchDefaults: WatchSettings = { patience: 5, cutFactor: 0.5, minGain: 0 };

/** Where a training stands after an epoch. Plain data, so a checkpoint can hold it. */
export interface Watch {
  readonly learningRate: number;
  readonly bestLoss: number;
  /** Epochs since the best one, and since the rate was last cut or the best one came. */
  readonly sinceBest: number;
  readonly sinceCut: number;
  /** Whether the epoch was the best so far: its weights are the ones to keep. */
  readonly isBest: boolean;
  readonly isOver: boolean;
}

/** How a training starts. */
export function startWatch(learningRate: number): Watch {
  return { learningRate, bestLoss: Infinity, sinceBest: 0, sinceCut: 0, isBest: false, isOver: false };
}

/** Where it stands after one more epoch, as Keras' EarlyStopping and ReduceLROnPlateau have it. A loss that is no number is never better. */
export function watchEpoch(watch: Watch, loss: number, settings: WatchSettings): Watch {
  const { patience, cutPatience = Infinity, cutFactor, minGain } = settings;
  if (loss < watch.bestLoss - minGain) {
    return { ...watch, bestLoss: loss, sinceBest: 0, sinceCut: 0, isBest: true, isOver: false };
  }
  const sinceBest = watch.sinceBest + 1;
  const isCut = watch.sinceCut + 1 >= cutPatience;
  return {
    bestLoss: watch.bestLoss,
    learningRate: isCut ? watch.learningRate * cutFactor : watch.learningRate,
    sinceBest,
    sinceCut: isCut ? 0 : watch.sinceCut + 1,
    isBest: false,
    isOver: sinceBest >= patience,
  };
}
