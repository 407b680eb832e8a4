import { checkSettings, isCount } from "../check-settings.ts";

/** How the vectors of picture and text become one: side by side through a layer, or each number weighed by a gate. */
export const fusions = ["concat", "gated"] as const;

/** How a net that sees pictures and reads titles is built and trained. */
export interface HybridConfig {
  readonly fusion: (typeof fusions)[number];
  /** What pictures are brought to, in pixels; both even. */
  readonly width: number;
  readonly height: number;
  /** Filters of each block of the ConvNet; every block halves what it is given. */
  readonly filters: readonly number[];
  /** Numbers per word, and of the LSTM's state. */
  readonly wordWidth: number;
  readonly units: number;
  /** How many words of a title are read. */
  readonly longest: number;
  /** In how many titles a word must be to have a vector of its own, and how many vectors the others share. */
  readonly minTitles: number;
  readonly buckets: number;
  /** How many vectors all words, pairs of words and runs of characters share by hash, and how long these are; they are summed up beside the LSTM. */
  readonly gramRows: number;
  readonly gramWidth: number;
  /** Numbers of each tower's vector, and of a product's. */
  readonly dimensions: number;
  /** Share of what the towers give that training drops. */
  readonly dropout: number;
  /** Share of titles' words and grams that training drops. */
  readonly wordDropout: number;
  /** How often training hides the picture of a product, and as often its title. */
  readonly hide: number;
  /** What each tower's own classification counts beside that of both. */
  readonly alone: number;
  /** Share of the truth that is spread over all categories (Szegedy et al., 2016). */
  readonly labelSmoothing: number;
  /** Whether rare categories count as much as frequent ones. */
  readonly balance: boolean;
  /** Whether training turns pictures left to right, how many pixels it moves them at most, and by which share it changes their colours. */
  readonly flip: boolean;
  readonly shift: number;
  readonly colour: number;
  readonly l2: number;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** Epochs without a better loss on the rows held back before training stops. */
  readonly patience: number;
  readonly threads: number;
}

/** What did best of what was tried on held-back titles of fashion-small. The rate falls to the end, so a training is not ended before: its last epochs are its best. */
export const hybridDefaults: HybridConfig = {
  fusion: "concat",
  width: 60,
  height: 80,
  filters: [32, 64, 128],
  wordWidth: 32,
  units: 48,
  longest: 16,
  minTitles: 3,
  buckets: 200,
  gramRows: 32_768,
  gramWidth: 64,
  dimensions: 128,
  dropout: 0.2,
  wordDropout: 0.1,
  hide: 0.15,
  alone: 0.5,
  labelSmoothing: 0.1,
  balance: true,
  flip: true,
  shift: 2,
  colour: 0.1,
  l2: 0,
  learningRate: 0.003,
  batchSize: 64,
  epochs: 15,
  patience: 15,
  threads: 2,
};

/** Throws WRONG_USAGE for settings that it can't learn with. */
export function checkHybridConfig(config: HybridConfig): void {
  const { filters, width, height, fusion } = config;
  const counts = [
    "wordWidth",
    "units",
    "longest",
    "minTitles",
    "buckets",
    "gramRows",
    "gramWidth",
    "dimensions",
  ] as const;
  const isShare = (value: unknown) => typeof value === "number" && value >= 0 && value < 1;
  const isAbove0 = (value: unknown) => typeof value === "number" && value > 0 && value < Infinity;
  const smallest = 2 ** (filters.length + 1);
  checkSettings("hybrid", {
    [`a fusion of ${fusions.join(", ")}`]: !fusions.includes(fusion),
    "an even width and height of 8 to 512 pixels": ![width, height].every(
      (side) => isCount(side) && side % 2 === 0 && side >= 8 && side <= 512,
    ),
    "one or more counts of filters": filters.length === 0 || !filters.every(isCount),
    "fewer filters, as each halves the picture": width < smallest || height < smallest,
    ...Object.fromEntries(counts.map((name) => [`a ${name} of at least 1`, !isCount(config[name])])),
    "two or more gramRows": config.gramRows < 2,
    "shares of dropout, wordDropout, labelSmoothing and colour from 0 to below 1": ![
      config.dropout,
      config.wordDropout,
      config.labelSmoothing,
      config.colour,
    ].every(isShare),
    "a share to hide below 0.5": !isShare(config.hide) || config.hide >= 0.5,
    "an alone and an l2 of at least 0": !(config.alone >= 0 && config.l2 >= 0),
    "a shift of whole pixels, less than half the picture": !(
      Number.isInteger(config.shift) &&
      config.shift >= 0 &&
      config.shift < Math.min(width, height) / 2
    ),
    "a learningRate above 0": !isAbove0(config.learningRate),
    "a batchSize of at least 2, which batch normalisation needs": !isCount(config.batchSize) || config.batchSize < 2,
    "at least 1 epoch, patience and thread": ![config.epochs, config.patience, config.threads].every(isCount),
  });
}
