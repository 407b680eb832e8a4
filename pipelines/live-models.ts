import type { ModelStore } from "../connectors/model-store.ts";
import { constantModel } from "../models/baselines/constant.ts";
import type { TextEmbedder } from "../models/embedding/embedder.ts";
import { createHashedNgrams } from "../models/embedding/hashed-ngrams.ts";
import { learners } from "../models/learners.ts";
import type { Model } from "../models/model.ts";
import { loadSeenQueries, saveSeenQueries } from "../models/seen-queries.ts";
import { type Analyser, createAnalyser } from "../models/text/analyse.ts";
import { emptyVocabulary, loadVocabulary } from "../models/text/learn-vocabulary.ts";
import type { Vocabulary } from "../models/text/vocabulary.ts";
import type { Artifact } from "../schemas/artifact.ts";
import { TwinstreamError } from "../schemas/errors.ts";
import { featureSet } from "../schemas/feature-sets.ts";
import type { Manifest } from "../schemas/manifest.ts";
import type { Recogniser } from "./hybrid/recogniser.ts";
import { surroundings } from "./surroundings.ts";

/** Everything that analyses, embeds and scores belongs together: a model works only on what its own vocabulary and embedder made. */
export interface LiveModel {
  readonly reference: string;
  readonly model: Model;
  readonly vocabulary: Vocabulary;
  readonly analyser: Analyser;
  readonly embedder: TextEmbedder;
  /** Hashes of the queries of its training; undefined when it was not trained. */
  readonly seenQueries: ReadonlySet<number> | undefined;
  /** Closes the model, and the one that it has its embedder from. */
  close(): Promise<void>;
}

/** What a stage that analyses or embeds needs of the live model. */
export type LiveText = Pick<LiveModel, "vocabulary" | "analyser" | "embedder">;

/** What a stage works with: a live model, or so much of one as it needs. */
export interface CurrentModel<Live> {
  /** The model to work with now; asked once a batch, so that a model changes only between batches. */
  current(): Promise<Live>;
  /** Says that a batch is done with a model that it was given. One that was replaced closes when all batches are; without it none ever does. */
  release?(live: Live): void;
}

/** Which model the stages work with. */
export interface LiveModels extends CurrentModel<LiveModel> {
  /** The model to score in the champion's shadow, undefined while there is none; asked once a batch. Without it nobody challenges. */
  challenger?(): Promise<LiveModel | undefined>;
  /** What recognises products by picture and title; without it nobody does. */
  readonly recogniser?: Recogniser;
}

/** Does the work of one batch with the model of now, which stays open that long. */
export async function withCurrentModel<Live, Result>(
  models: CurrentModel<Live>,
  work: (live: Live) => Promise<Result>,
): Promise<Result> {
  const live = await models.current();
  try {
    return await work(live);
  } finally {
    models.release?.(live);
  }
}

/** Reference of the model that scores before any is released: always 2.5, as the simplest of the baselines does. */
export const untrainedReference = "fixed-0";

/** A model by its reference, with all that belongs to it; `keptTitles` is for its analyser. Throws MODEL_NOT_FOUND, DATA_DAMAGED, or MODEL_MISMATCH for one of an earlier feature set. */
export async function loadLiveModel(store: ModelStore, reference: string, keptTitles?: number): Promise<LiveModel> {
  if (reference === untrainedReference) return untrainedModel();
  const manifest = await store.manifest(reference);
  const lent = manifest.embedder === undefined ? undefined : await embedderOf(store, manifest.embedder);
  const learner = learners[manifest.kind as keyof typeof learners];
  if (learner === undefined) {
    throw new TwinstreamError(
      "MODEL_MISMATCH",
      `model "${reference}" is of kind "${manifest.kind}", which this version does not know; update Twinstream`,
    );
  }
  if (!suitsFeatures(manifest)) {
    throw new TwinstreamError(
      "MODEL_MISMATCH",
      `model "${reference}" was trained on the features "${manifest.featureSet}", this version makes "${featureSet}"; train it again`,
    );
  }
  const files = await store.files(reference);
  const vocabulary = loadVocabulary(fileOf(files, modelFiles.vocabulary, reference));
  const seenQueries = loadSeenQueries(fileOf(files, modelFiles.seenQueries, reference));
  return assemble(reference, await learner.load(files, surroundings), vocabulary, seenQueries, lent, keptTitles);
}

/** Does some work with a model, and closes it whatever comes of the work. Throws what `loadLiveModel` throws, and the work. */
export async function withLiveModel<Result>(
  store: ModelStore,
  reference: string,
  work: (live: LiveModel) => Promise<Result>,
): Promise<Result> {
  const live = await loadLiveModel(store, reference);
  try {
    return await work(live);
  } finally {
    await live.close();
  }
}

function fileOf(files: Artifact, name: string, reference: string): Uint8Array {
  const file = files[name];
  if (file !== undefined) return file;
  throw new TwinstreamError("DATA_DAMAGED", `the manifest of "${reference}" names no file "${name}"; train it again`);
}

/** Whether a model can be given the features it was trained on: those of an earlier set are no longer made. What reads texts needs none. */
function suitsFeatures({ kind, featureSet: trainedOn }: Manifest): boolean {
  return trainedOn === featureSet || learners[kind as keyof typeof learners]?.learnsFrom === "texts";
}

/** The embedder that a model brings, to lend it to another one; who closes it closes the model. Throws MODEL_NOT_FOUND, or WRONG_USAGE when it brings none. */
export async function embedderOf(store: ModelStore, reference: string): Promise<TextEmbedder> {
  const { model, close } = await loadLiveModel(store, reference);
  if (model.embedder !== undefined) return { ...model.embedder, close };
  await close();
  throw new TwinstreamError(
    "WRONG_USAGE",
    `model "${reference}" brings no embedder; name one that does, such as a word2vec or Siamese model`,
  );
}

/** The files that every trained model has beside its own; the last three only to judge it by, and not in models of before they were kept. */
export const modelFiles = {
  vocabulary: "vocabulary.bin",
  seenQueries: "seen-queries.bin",
  testScores: "test-scores.bin",
  knownPairs: "known-pairs.bin",
  sampleRows: "sample-rows.json",
} as const;

/** The files of a trained model: its own, the vocabulary, the queries it met. */
export function filesOf(model: Model, vocabulary: Vocabulary, seenQueries: ReadonlySet<number>): Artifact {
  return {
    ...model.save(),
    [modelFiles.vocabulary]: vocabulary.save(),
    [modelFiles.seenQueries]: saveSeenQueries(seenQueries),
  };
}

/** Puts a model together with what it needs. It embeds with its own embedder, else with the one it was lent, else with the built-in one. */
export function assemble(
  reference: string,
  model: Model,
  vocabulary: Vocabulary,
  seenQueries: ReadonlySet<number> | undefined,
  lent?: TextEmbedder,
  keptTitles?: number,
): LiveModel {
  const close = async () => {
    await model.close();
    await lent?.close();
  };
  return { reference, model, seenQueries, close, ...assembleText(vocabulary, model.embedder ?? lent, keptTitles) };
}

/** What analyses texts with a vocabulary and embeds them, unless said with the built-in embedder. */
export function assembleText(
  vocabulary: Vocabulary,
  embedder: TextEmbedder = createHashedNgrams(vocabulary),
  keptTitles?: number,
): LiveText {
  return { vocabulary, analyser: createAnalyser(vocabulary, keptTitles), embedder };
}

function untrainedModel(): LiveModel {
  const ofNoRows = { featureSet: "", names: [], scoreMin: 1, scoreMax: 3 };
  return assemble(untrainedReference, constantModel("fixed", 2.5, ofNoRows), emptyVocabulary, undefined);
}

/** The model of before any is released, and no other. */
export const untrainedModels: LiveModels = { current: async () => untrainedModel() };

/** One named model, whatever is released meanwhile: what a replay that must repeat itself works with. */
export async function namedModel(store: ModelStore, reference: string, keptTitles?: number): Promise<LiveModels> {
  const named = await loadLiveModel(store, reference, keptTitles);
  return { current: async () => named };
}
