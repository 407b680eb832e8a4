import { checkSettings, isCount } from "../check-settings.ts";
import { type ChoiceKind, choiceKinds } from "./choices.ts";

/** What is learned: see `TwoTowerConfig`. */
const losses = ["softmax", "bce"] as const;
const watches = ["ndcg", "auc"] as const;
const tasks = ["one", "each"] as const;

/** How the two-tower net is built and trained. */
export interface TwoTowerConfig {
  /** What is learned: `softmax` among the products of a batch, corrected for how often they are drawn, or `bce`, yes or no for each, as published. */
  readonly loss: (typeof losses)[number];
  /** `one`: a choice is a choice; `each`: clicks, carts and orders are learned each by an end of the user tower of its own. */
  readonly tasks: (typeof tasks)[number];
  /** Where each is learned, what is recommended for, and measured by. */
  readonly serves: ChoiceKind;
  /** The sentence encoder that reads titles and queries: a folder, or a name on the hub; none: vectors of letters in a row, which need no file. */
  readonly encoder: string;
  /** Numbers per visitor and product, and per brand and category. */
  readonly idWidth: number;
  readonly attributeWidth: number;
  /** Numbers that both towers end with. */
  readonly dimensions: number;
  /** How many of a visitor's last choices are read. */
  readonly history: number;
  /** Products drawn for each batch beside those that were chosen: from the whole catalog, and from the categories of those chosen. */
  readonly negatives: number;
  readonly hardNegatives: number;
  /** Share of products, and of visitors, that a batch takes for unknown. */
  readonly idDropout: number;
  readonly userDropout: number;
  readonly dropout: number;
  /** Rows that unknown products, visitors, brands and categories share. */
  readonly buckets: number;
  /** Penalty on the squares of the weights; tables have none. */
  readonly l2: number;
  /** Penalty on the mean square length of the vectors that the towers end in. */
  readonly vectorL2: number;
  readonly learningRate: number;
  readonly batchSize: number;
  /** At most so many epochs. */
  readonly epochs: number;
  /** So many epochs that rank no better end the training; after `cutPatience` of them the learning rate is cut to a fifth. */
  readonly patience: number;
  readonly cutPatience: number;
  readonly clipNorm: number;
  /** What an epoch is judged by on the choices held back: the mean gain of a choice's rank (`ndcg`), or `auc`. */
  readonly watch: (typeof watches)[number];
  /** Days at the end that are held back to choose by, and before them again for the test. */
  readonly validationDays: number;
  readonly testDays: number;
  readonly threads: number;
}

/** The published settings, but for the loss, the penalty on vectors, and a dropout of 0.5 instead of 0.3: chosen on the weeks to choose by of The Complete Journey. */
export const twoTowerDefaults: TwoTowerConfig = {
  loss: "softmax",
  tasks: "one",
  serves: "order",
  encoder: "",
  idWidth: 64,
  attributeWidth: 32,
  dimensions: 64,
  history: 50,
  negatives: 512,
  hardNegatives: 0,
  idDropout: 0.1,
  userDropout: 0.3,
  dropout: 0.5,
  buckets: 1,
  l2: 1e-6,
  vectorL2: 1e-3,
  learningRate: 1e-3,
  batchSize: 512,
  epochs: 30,
  patience: 5,
  cutPatience: 2,
  clipNorm: 5,
  watch: "ndcg",
  validationDays: 42,
  testDays: 42,
  threads: 2,
};

const counts = [
  ...["idWidth", "attributeWidth", "dimensions", "history", "buckets"],
  ...["batchSize", "epochs", "patience", "cutPatience", "threads"],
] as const satisfies readonly (keyof TwoTowerConfig)[];

/** Throws WRONG_USAGE for settings that nothing can be trained with, and says what to give. */
export function checkTwoTower(config: TwoTowerConfig): void {
  const { idDropout, userDropout, dropout, negatives, hardNegatives, l2, vectorL2 } = config;
  checkSettings("two-tower", {
    [`a loss of ${losses.join(", ")}`]: !losses.includes(config.loss),
    [`tasks of ${tasks.join(", ")}`]: !tasks.includes(config.tasks),
    [`serves of ${choiceKinds.join(", ")}`]: !choiceKinds.includes(config.serves),
    [`a watch of ${watches.join(", ")}`]: !watches.includes(config.watch),
    ...Object.fromEntries(counts.map((name) => [`at least 1 for ${name}`, !isCount(config[name])])),
    "negatives and hardNegatives of 0 or more": [negatives, hardNegatives].some((some) => some !== 0 && !isCount(some)),
    "shares of idDropout, userDropout and dropout from 0 to below 1": [idDropout, userDropout, dropout].some(
      (share) => !(share >= 0 && share < 1),
    ),
    "an l2 and a vectorL2 of 0 or more": ![l2, vectorL2].every((penalty) => penalty >= 0),
    "a learningRate and a clipNorm above 0": !(config.learningRate > 0 && config.clipNorm > 0),
    "validationDays and testDays above 0": !(config.validationDays > 0 && config.testDays > 0),
  });
}
