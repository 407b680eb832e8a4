import { embeddable } from "../../../models/embedding/embedder.ts";
import type { FeatureRows, Learner, Model, TrainingRows } from "../../../models/model.ts";
import { seededRandom } from "../../../models/random.ts";

/** A text of words that are their own stems. */
export function plainText(raw: string) {
  const words = raw.split(" ").filter((word) => word !== "");
  return embeddable(raw, { words, stems: words });
}

/** Rows of texts and grades. */
export function textRows(pairs: readonly (readonly [query: string, title: string, grade: number])[]): TrainingRows {
  return {
    ...{ featureSet: "none", names: [], values: new Float32Array(), count: pairs.length, labelMin: 1, labelMax: 3 },
    grades: Float32Array.from(pairs, ([, , grade]) => grade),
    texts: {
      texts: pairs.flatMap(([query, title]) => [plainText(query), plainText(title)]),
      query: Uint32Array.from(pairs, (_, row) => 2 * row),
      title: Uint32Array.from(pairs, (_, row) => 2 * row + 1),
    },
  };
}

const words = ["oak", "tap", "fan", "rug", "saw", "jar", "lamp", "pipe"];

/** Queries of one word and titles of so many, graded 3 where the title has the word, else 1. */
export function wordMatches(count: number, seed: number, titleWords = 2): TrainingRows {
  const random = seededRandom(seed);
  const word = () => words[random.int(words.length)]!;
  return textRows(
    Array.from({ length: count }, () => {
      const title = Array.from({ length: titleWords }, word);
      const query = random.uniform() < 0.5 ? title[random.int(titleWords)]! : word();
      return [query, title.join(" "), title.includes(query) ? 3 : 1] as const;
    }),
  );
}

/** What a model that brings its own embedder gives for rows. */
export async function scoresOf(model: Model, rows: TrainingRows): Promise<Float32Array> {
  return model.score(await withVectors(model, rows));
}

/** Rows with the vectors of the model's embedder. */
export async function withVectors(model: Model, rows: TrainingRows): Promise<FeatureRows> {
  const { texts, query, title } = rows.texts!;
  const embed = (places: Uint32Array) => model.embedder!.embed(Array.from(places, (place) => texts[place]!));
  return { ...rows, vectors: { query: await embed(query), title: await embed(title) } };
}

/** Root of the mean squared difference between scores and grades. */
export function rmse(scores: Float32Array, { grades }: TrainingRows): number {
  return Math.sqrt(scores.reduce((sum, score, row) => sum + (score - grades[row]!) ** 2, 0) / scores.length);
}

/** A learner whose defaults are small enough for a test. */
export function small<Config extends object>(learner: Learner<Config>, changes: Partial<Config>): Learner<Config> {
  return { ...learner, defaults: { ...learner.defaults, ...changes } };
}
