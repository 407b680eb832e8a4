import type { EmbeddableText } from "../embedding/embedder.ts";
import type { Progress, TrainingRun } from "../model.ts";
import { seededRandom } from "../random.ts";
import { trainWord2vec } from "../word2vec/train-word2vec.ts";
import { startVectors } from "../word2vec/word-vectors.ts";
import { word2vec } from "../word2vec/word2vec.ts";
import type { WordConfig } from "./siamese-config.ts";
import type { TextTokens } from "./text-tokens.ts";
import { wordsOf } from "./word-tokens.ts";

/** Unknown words start near zero, as all do without word2vec. */
const limit = 0.05;

/** Vectors for all tokens, tokens × width: those of word2vec on the texts for known words, small random ones for the others. */
export async function startWithWord2vec(
  { rows, words }: TextTokens,
  texts: readonly EmbeddableText[],
  { form, width }: WordConfig,
  run: TrainingRun,
): Promise<Float32Array> {
  const sentences = texts.map((text) => wordsOf(text, form));
  const config = { ...word2vec.defaults, dimensions: width, minCount: 1 };
  const { seed, signal } = run;
  const progress = ({ doing }: Progress) => run.progress({ share: 0, doing: `word vectors: ${doing}` });
  const learned = await trainWord2vec(sentences, config, { seed, signal, progress });
  const random = seededRandom(seed);
  const start = Float32Array.from({ length: rows * width }, () => (2 * random.uniform() - 1) * limit);
  start.set(startVectors(learned, words), (rows - words.length) * width);
  return start;
}
