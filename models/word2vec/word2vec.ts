import type { Artifact } from "../../schemas/artifact.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { CurvePoint } from "../../schemas/manifest.ts";
import { loadModel, saveModel } from "../baselines/model-file.ts";
import { checkTrainable, clip, type TrainedOn, trainedOn } from "../baselines/row-checks.ts";
import { cosine } from "../embedding/similarity.ts";
import type { FeatureRows, Learner, Model, PairTexts, PairVectors, TrainingRows, TrainingRun } from "../model.ts";
import { createSymSpell } from "../text/symspell.ts";
import { type CosineLine, cosinesOf, fitLine } from "./cosine-line.ts";
import { createMeanEmbedder } from "./mean-embedder.ts";
import { sentencesOf } from "./sentences.ts";
import type { SkipGramConfig } from "./skip-gram-config.ts";
import { trainWord2vec } from "./train-word2vec.ts";
import { type Neighbour, neighboursIn, type WordVectors } from "./word-vectors.ts";
import { loadWordVectors, saveWordVectors } from "./word-vectors-file.ts";

const kind = "word2vec";

/** Word vectors of a shop: an embedder of texts, and a score by the cosine of query and title. */
export interface Word2vecModel extends Model {
  readonly wordVectors: WordVectors;
  /** The words used most like another one, best first; undefined for a word that it doesn't know. */
  neighbours(word: string, limit: number): readonly Neighbour[] | undefined;
  /** Known words written almost like another one, nearest first. */
  similarlyWritten(word: string): readonly string[];
}

/** Word vectors learned from the distinct queries and titles of the training rows. */
export const word2vec = {
  kind,
  learnsFrom: "texts",
  defaults: {
    dimensions: 100,
    window: 5,
    negatives: 5,
    noiseExponent: 0.75,
    subsample: 1e-3,
    learningRate: 0.05,
    lastLearningRate: 1e-4,
    minCount: 3,
    epochs: 8,
  },
  async fit(rows: TrainingRows, config: SkipGramConfig, run: TrainingRun): Promise<Word2vecModel> {
    checkTrainable(kind, rows);
    const texts = textsOf(rows);
    const sentences = sentencesOf(texts);
    const heldOut = unseen(run.validation, sentences);
    let isTaught = false;
    const learned = (point: CurvePoint) => {
      isTaught ||= !Number.isNaN(point.trainingLoss);
      run.learned(point);
    };
    const vectors = await trainWord2vec(sentences, config, { ...run, learned, heldOut });
    if (!isTaught) refuseFew(rows.count, config);
    const line = fitLine(await cosinesOf(createMeanEmbedder(vectors), texts), rows.grades);
    return word2vecModel(vectors, line, { ...trainedOn(rows), names: [] });
  },
  async load(artifact: Artifact): Promise<Word2vecModel> {
    const saved = loadModel(kind, artifact);
    const line = { intercept: saved.number("intercept"), slope: saved.number("slope") };
    return word2vecModel(loadWordVectors(artifact), line, saved.trainedOn);
  },
} as const satisfies Learner<SkipGramConfig>;

/** Whether a model is one of word vectors. */
export function isWord2vec(model: Model): model is Word2vecModel {
  return model.kind === kind;
}

function textsOf({ texts }: TrainingRows): PairTexts {
  if (texts === undefined) throw new Error("word2vec learns from texts, and these rows have none");
  return texts;
}

/** The texts of rows that none of the sentences equals. */
function unseen({ texts }: TrainingRows, sentences: readonly (readonly string[])[]) {
  const seen = new Set(sentences.map((words) => words.join(" ")));
  return texts === undefined ? [] : sentencesOf(texts).filter((words) => !seen.has(words.join(" ")));
}

function word2vecModel(vectors: WordVectors, line: CosineLine, trained: TrainedOn): Word2vecModel {
  return {
    kind,
    scoreMin: trained.scoreMin,
    scoreMax: trained.scoreMax,
    embedder: createMeanEmbedder(vectors),
    wordVectors: vectors,
    neighbours: (word, limit) => neighboursIn(vectors)(word, limit),
    similarlyWritten: (word) =>
      createSymSpell(vectors.words)
        .lookup(word, 2)
        .map((found) => found.word),
    async score(rows) {
      return Float32Array.from(contributionsOf(rows, line), (value) => clip(line.intercept + value, trained));
    },
    async explain(rows) {
      return {
        names: ["cosine of the word vectors of query and title"],
        base: line.intercept,
        values: Float32Array.from(contributionsOf(rows, line)),
      };
    },
    save: () => ({ ...saveModel(kind, trained, line), ...saveWordVectors(vectors) }),
    close: async () => {},
  };
}

/** What the cosine of each row adds to the intercept. */
function contributionsOf(rows: FeatureRows, { slope }: CosineLine): Float64Array {
  const { query, title } = vectorsOf(rows);
  return Float64Array.from(query, (vector, row) => slope * cosine(vector, title[row]!));
}

function refuseFew(rows: number, { minCount }: SkipGramConfig): never {
  throw new TwinstreamError(
    "TRAINING_IMPOSSIBLE",
    `word2vec can't be trained: in the ${rows} rows no two words that occur ${minCount} times or more were read together; give more rows, or --set minCount=1`,
  );
}

function vectorsOf({ vectors }: FeatureRows): PairVectors {
  if (vectors !== undefined) return vectors;
  throw new TwinstreamError(
    "MODEL_MISMATCH",
    "a word2vec model compares vectors, and these rows have none; embed their texts with its own embedder",
  );
}
