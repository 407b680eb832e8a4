import type { Artifact } from "../../schemas/artifact.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { modelDamage } from "../baselines/model-file.ts";
import { checkDifference, checkTrainable } from "../baselines/row-checks.ts";
import type { EmbeddableText } from "../embedding/embedder.ts";
import type { Learner, Surroundings, TrainingRows, TrainingRun } from "../model.ts";
import { adamDefaults } from "../net/adam.ts";
import { compileServing } from "../net/compile-serving.ts";
import { fitNet, type NetTask } from "../net/fit-net.ts";
import type { Weights } from "../net/training-state.ts";
import type { ComparatorOptions } from "./comparator.ts";
import { configFault, type SiameseConfig } from "./siamese-config.ts";
import { examplesOf, pairsOf, type TokenPair, textsOf, textsOfRows } from "./siamese-examples.ts";
import { loadSiamese, type SiameseFiles } from "./siamese-file.ts";
import { openSiamese, type SiameseModel, type SiameseSource } from "./siamese-model.ts";
import { comparatorNet, pairNet, type SiameseParts, towerNet } from "./siamese-net.ts";
import type { TextTokens } from "./text-tokens.ts";
import { type Tower, tokenVectors } from "./tower.ts";

/** What makes one kind of Siamese net differ from another. */
export interface SiameseKind<Config extends SiameseConfig> {
  readonly kind: string;
  readonly defaults: Config;
  /** How its texts become tokens, learned from those of the training rows. */
  learnTokens(texts: readonly EmbeddableText[], config: Config): TextTokens;
  /** What token vectors start with, tokens × width; absent when they start at random. */
  startVectors?(
    tokens: TextTokens,
    texts: readonly EmbeddableText[],
    config: Config,
    run: TrainingRun,
  ): Promise<Float32Array | undefined>;
  /** The tokens that were saved. Throws anything when the bytes are none. */
  loadTokens(bytes: Uint8Array, config: Config): TextTokens;
  /** The half that reads texts of so many different tokens. */
  towerOf(config: Config, rows: number): Tower;
  /** What trains it instead of our own engine, where the config asks for that. Throws WRONG_USAGE when that can't be done. */
  otherEngine?(config: Config, run: TrainingRun): Promise<PairEngine | undefined>;
}

/** Trains the net of a task on pairs as `fitNet` would, and throws as that does. */
export type PairEngine = (task: PairTask, run: TrainingRun) => Promise<Weights>;

/** A Siamese net and the pairs that it is to learn from. */
export interface PairTask extends Omit<NetTask, "data" | "validate"> {
  validate(weights: Weights): Promise<number>;
  readonly pairs: readonly TokenPair[];
  readonly net: SiameseParts;
}

/** A learner of Siamese nets: one tower reads query and title, and the distance of the two vectors becomes the score. */
export function siameseLearner<Config extends SiameseConfig>(kind: SiameseKind<Config>): Learner<Config> {
  return {
    kind: kind.kind,
    learnsFrom: "texts",
    defaults: kind.defaults,
    check: (config) => checkConfig(kind, config),
    fit: (rows, config, run) => fitSiamese(kind, rows, config, run),
    load: (artifact, surroundings) => openSaved(kind, artifact, surroundings),
  };
}

async function fitSiamese<Config extends SiameseConfig>(
  kind: SiameseKind<Config>,
  rows: TrainingRows,
  config: Config,
  run: TrainingRun,
): Promise<SiameseModel> {
  const texts = textsOf(rows);
  checkTrainable(kind.kind, rows);
  checkDifference(kind.kind, rows);
  checkConfig(kind, config);
  const engine = (await kind.otherEngine?.(config, run)) ?? ourEngine;
  const known = textsOfRows(texts);
  const tokens = kind.learnTokens(known, config);
  const net = { tower: kind.towerOf(config, tokens.rows), comparator: comparatorOf(rows, config) };
  const open = (weights: Weights) => openSiamese(sourceOf(kind, config, rows, net, tokens, weights), run.threads);
  // without rows to choose by, those it learns from must do
  const validation = run.validation.count > 0 ? run.validation : rows;
  const validate = async (weights: Weights) => {
    const model = await open(weights);
    try {
      return await meanSquare(model, validation);
    } finally {
      await model.close();
    }
  };
  const pairs = pairsOf(rows, tokens, net.tower.longest);
  if (pairs.length === 0) throw nothingToRead(kind, rows);
  const start = async () => {
    const vectors = await kind.startVectors?.(tokens, known, config, run);
    return new Map(vectors && [[tokenVectors, vectors]]);
  };
  return open(await engine({ ...taskOf(kind, net, config), net, pairs, validate, start }, run));
}

const ourEngine: PairEngine = ({ pairs, net, ...task }, run) =>
  fitNet({ ...task, data: examplesOf(pairs, net.tower) }, run);

function checkConfig<Config extends SiameseConfig>({ kind, defaults }: SiameseKind<Config>, config: Config): void {
  const fault = configFault(config, defaults);
  if (fault !== undefined) throw new TwinstreamError("WRONG_USAGE", `${kind} can't be trained so: ${fault}`);
}

function comparatorOf({ grades }: TrainingRows, { distance, hidden, dropout }: SiameseConfig): ComparatorOptions {
  const centre = grades.reduce((sum, grade) => sum + grade, 0) / grades.length;
  const spread = Math.sqrt(grades.reduce((sum, grade) => sum + (grade - centre) ** 2, 0) / grades.length);
  return { distance, hidden, dropout, centre, spread };
}

function nothingToRead({ kind }: { readonly kind: string }, { count }: TrainingRows): TwinstreamError {
  const why = `none of the ${count} rows has words to read in both query and title`;
  return new TwinstreamError("TRAINING_IMPOSSIBLE", `${kind} can't be trained: ${why}; give other rows`);
}

/** Within how many batches examples are sorted by length. */
const pool = 20;

function taskOf<Config extends SiameseConfig>(
  { kind }: SiameseKind<Config>,
  net: SiameseParts,
  config: Config,
): Omit<NetTask, "data" | "validate"> {
  const { clipNorm, epochs, learningRate, batchSize, patience, cutPatience, l2 } = config;
  return {
    name: kind,
    netFor: (size) => pairNet(net, size, l2),
    sizes: net.tower.sizes,
    settings: {
      ...{ adam: adamDefaults, clipNorm, epochs, learningRate, batchSize, pool },
      watch: { patience, cutPatience, cutFactor: 0.2, minGain: 0 },
    },
  };
}

function sourceOf<Config extends SiameseConfig>(
  { kind }: SiameseKind<Config>,
  config: Config,
  { labelMin, labelMax }: TrainingRows,
  net: SiameseParts,
  tokens: TextTokens,
  weights: Weights,
): SiameseSource<Config> {
  const { tower } = net;
  const files: SiameseFiles = {
    tower: compileServing(towerNet(net), weights),
    comparator: compileServing(comparatorNet(net), weights),
    tokens: tokens.save(),
  };
  const description = { config, scoreMin: labelMin, scoreMax: labelMax, dimensions: tower.dimensions };
  return { kind, description, files, tower, tokens };
}

/** Vectors of this many rows are held at once. */
const rowsPerBatch = 2_000;

/** The mean squared error of a model on rows, as it would score them live. */
async function meanSquare({ embedder, score }: SiameseModel, rows: TrainingRows): Promise<number> {
  const { texts, query, title } = textsOf(rows);
  let sum = 0;
  for (let start = 0; start < rows.count; start += rowsPerBatch) {
    const end = Math.min(rows.count, start + rowsPerBatch);
    const embed = (places: Uint32Array) =>
      embedder.embed(Array.from(places.subarray(start, end), (place) => texts[place]!));
    const vectors = { query: await embed(query), title: await embed(title) };
    const scores = await score({ ...rows, values: rows.values, count: end - start, vectors });
    for (const [index, value] of scores.entries()) sum += (value - rows.grades[start + index]!) ** 2;
  }
  return sum / rows.count;
}

async function openSaved<Config extends SiameseConfig>(
  kind: SiameseKind<Config>,
  artifact: Artifact,
  { threads }: Surroundings,
): Promise<SiameseModel> {
  const { files, ...description } = loadSiamese(kind.kind, kind.defaults, artifact);
  try {
    const tokens = kind.loadTokens(files.tokens, description.config);
    const tower = kind.towerOf(description.config, tokens.rows);
    if (tower.dimensions !== description.dimensions)
      throw new Error(`its vectors have ${description.dimensions} numbers`);
    return await openSiamese({ kind: kind.kind, description, files, tower, tokens }, threads);
  } catch (error) {
    throw modelDamage(kind.kind, "a file", (error as Error).message, error);
  }
}
