import type { Artifact } from "../../schemas/artifact.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { Surroundings, TrainingRun } from "../model.ts";
import { adamDefaults } from "../net/adam.ts";
import { compileServing } from "../net/compile-serving.ts";
import { fitNet } from "../net/fit-net.ts";
import type { Validated } from "../net/train-epochs.ts";
import type { Weights } from "../net/training-state.ts";
import { checkHybridConfig, type HybridConfig } from "./hybrid-config.ts";
import { type HybridExample, hybridExamples } from "./hybrid-examples.ts";
import { hybridKind, loadHybrid } from "./hybrid-file.ts";
import { type HybridModel, openHybrid, type ShownProduct } from "./hybrid-model.ts";
import { hybridNet } from "./hybrid-net.ts";
import { learnTitleReader } from "./title-reader.ts";

/** A product whose category is known. */
export interface KnownProduct extends ShownProduct {
  readonly category: string;
}

/** What a training learns from and chooses by. */
export interface KnownProducts {
  readonly train: readonly KnownProduct[];
  /** Never learned from; of categories that `train` has. */
  readonly validation: readonly KnownProduct[];
}

/** What a training is given from outside. */
export type HybridRun = Pick<TrainingRun, "seed" | "signal" | "threads" | "checkpoints" | "progress" | "learned">;

/** Trains a net on products. Equal products, config, seed and threads give an equal model. Throws WRONG_USAGE for settings it can't learn with, TRAINING_IMPOSSIBLE for fewer than two categories. */
export async function fitHybrid(
  { train, validation }: KnownProducts,
  config: HybridConfig,
  run: HybridRun,
): Promise<HybridModel> {
  checkHybridConfig(config);
  const categories = [...new Set(train.map(({ category }) => category))].sort();
  if (categories.length < 2) throw tooFew(categories);
  const titles = train.map(({ title }) => title);
  const reader = learnTitleReader(titles, config);
  const examples = train.map(
    ({ title, picture, category }): HybridExample => ({
      title: reader.read(title),
      picture,
      category: categories.indexOf(category),
    }),
  );
  const net = hybridNet(config, { rows: reader.rows, categories: categories.length });
  const open = (weights: Weights) =>
    openHybrid({ config, categories }, { net: compileServing(net, weights), words: reader.save() }, run.threads);
  const { learningRate, batchSize, epochs, patience } = config;
  const weights = await fitNet(
    {
      name: hybridKind,
      netFor: () => net,
      sizes: [1],
      data: hybridExamples(examples, config, categories.length, run.seed),
      validate: async (reached) => judge(await open(reached), validation.length > 0 ? validation : train),
      settings: {
        ...{ adam: adamDefaults, clipNorm: 5, learningRate, batchSize, epochs, pool: 1 },
        schedule: { course: "cosine", end: 0.01, warmUp: 0.1 },
        watch: { patience, cutFactor: 1, minGain: 0 },
      },
    },
    // rows to choose by are among the products
    run as TrainingRun,
  );
  return open(weights);
}

function tooFew(categories: readonly string[]): TwinstreamError {
  const what =
    categories.length === 0 ? "there are no products" : `all products are of the category "${categories[0]}"`;
  return new TwinstreamError(
    "TRAINING_IMPOSSIBLE",
    `hybrid can't be trained: ${what}; give products of two or more categories`,
  );
}

/** The mean of −log of the true category's probability, and how often it is the likeliest. */
async function judge(model: HybridModel, products: readonly KnownProduct[]): Promise<Validated> {
  try {
    const found = await model.recognise(products);
    const losses = found.map(({ probabilities }, row) => {
      const truth = probabilities[model.categories.indexOf(products[row]!.category)] ?? 0;
      return -Math.log(Math.max(truth, 1e-9));
    });
    const right = found.filter(({ category }, row) => category === products[row]!.category).length;
    return { loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length, accuracy: right / found.length };
  } finally {
    await model.close();
  }
}

/** The model of an artifact. Throws MODEL_MISMATCH when a newer program wrote it, DATA_DAMAGED when it is none. */
export function openSavedHybrid(artifact: Artifact, { threads }: Pick<Surroundings, "threads">): Promise<HybridModel> {
  const { description, files } = loadHybrid(artifact);
  return openHybrid(description, files, threads);
}
