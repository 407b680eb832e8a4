import type { CharacterSource } from "./character-tokens.ts";
import { type Distance, distanceChoices } from "./comparator.ts";
import type { WordForm } from "./word-tokens.ts";

/** How every Siamese net is built and trained. */
export interface SiameseConfig {
  /** What the vectors of query and title are compared by. */
  readonly distance: Distance;
  /** Units of a dense layer between distance and score; 0 for none. */
  readonly hidden: number;
  /** Share of the compared numbers that training drops. */
  readonly dropout: number;
  /** Numbers per token. */
  readonly width: number;
  /** Share of the tokens' numbers that training drops. */
  readonly inputDropout: number;
  /** Numbers in the vector of a text (each way, when both ways are read). */
  readonly units: number;
  /** How many tokens of a text are read. */
  readonly longest: number;
  /** Penalty on the squares of the weights; token vectors have none. */
  readonly l2: number;
  readonly learningRate: number;
  readonly batchSize: number;
  /** At most so many epochs. */
  readonly epochs: number;
  /** So many epochs without a better loss on the rows to choose by end the training. */
  readonly patience: number;
  /** After so many such epochs the learning rate is cut to a fifth. */
  readonly cutPatience: number;
  /** The length that all gradients together may have. */
  readonly clipNorm: number;
  /** Threads of a training step where the run doesn't say: what was fastest on two idle cores. */
  readonly threads: number;
}

/** How a net that reads words is built. */
export interface WordConfig extends SiameseConfig {
  /** Whether words or their stems are looked up. */
  readonly form: WordForm;
  /** In how many training texts a word must be to have a vector of its own. */
  readonly minTexts: number;
  /** How many vectors the other words share, by hash. */
  readonly buckets: number;
  /** Whether the words' vectors start at random, or with those of word2vec on the training texts. */
  readonly embeddings: "learned" | "word2vec";
  /** What trains it: our own engine on the ONNX runtime, or tfjs-node where the user has installed it. */
  readonly engine: Engine;
}

/** The engines that train a net that reads words. */
export const engines = ["onnx", "tfjs-node"] as const;

/** The name of such an engine. */
export type Engine = (typeof engines)[number];

/** How a net that reads characters is built. */
export interface CharacterConfig extends SiameseConfig {
  /** Whether the analysed words are read, or what was typed. */
  readonly source: CharacterSource;
}

interface Rule {
  readonly isMet: (value: unknown) => boolean;
  readonly wanted: string;
}

const whole = (lowest: number, highest: number): Rule => ({
  isMet: (value) => Number.isInteger(value) && (value as number) >= lowest && (value as number) <= highest,
  wanted: `a whole number from ${lowest} to ${highest}`,
});
const above0: Rule = {
  isMet: (value) => typeof value === "number" && value > 0 && value < Infinity,
  wanted: "a number above 0",
};
const from0: Rule = {
  isMet: (value) => typeof value === "number" && value >= 0 && value < Infinity,
  wanted: "a number from 0",
};
const share: Rule = {
  isMet: (value) => typeof value === "number" && value >= 0 && value < 1,
  wanted: "a number from 0 to below 1",
};
const oneOf = (choices: readonly string[]): Rule => ({
  isMet: (value) => choices.includes(value as string),
  wanted: `one of ${choices.join(", ")}`,
});

const rules: { readonly [field in keyof (WordConfig & CharacterConfig)]: Rule } = {
  distance: oneOf(Object.keys(distanceChoices)),
  hidden: whole(0, 4096),
  dropout: share,
  width: whole(1, 1024),
  inputDropout: share,
  units: whole(1, 8192),
  longest: whole(8, 512),
  l2: from0,
  learningRate: above0,
  batchSize: whole(1, 4096),
  epochs: whole(1, 50),
  patience: whole(1, 50),
  cutPatience: whole(1, 50),
  clipNorm: above0,
  threads: whole(1, 256),
  form: oneOf(["words", "stems"]),
  minTexts: whole(1, 1_000_000),
  buckets: whole(1, 1_000_000),
  embeddings: oneOf(["learned", "word2vec"]),
  engine: oneOf(engines),
  source: oneOf(["words", "raw"]),
};

/** What is wrong with a config, or undefined; it must have the fields of `defaults` and no others. */
export function configFault(config: object, defaults: SiameseConfig): string | undefined {
  const unknown = Object.keys(config).find((name) => !Object.hasOwn(defaults, name));
  if (unknown !== undefined) return `"${unknown}" is none of ${Object.keys(defaults).join(", ")}`;
  const given = config as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(defaults) as (keyof typeof rules)[]) {
    const { isMet, wanted } = rules[name];
    if (!isMet(given[name])) return `"${name}" is ${JSON.stringify(given[name])}, not ${wanted}`;
  }
  return undefined;
}
