import { createHash } from "node:crypto";
import { BoundedCache } from "../bounded-cache.ts";
import type { TextEmbedder } from "../embedding/embedder.ts";
import { emptyVectors } from "../embedding/empty-vectors.ts";
import { toUnitLength } from "../embedding/similarity.ts";
import { encodeVector } from "../embedding/vector-bytes.ts";
import { hashText } from "../hash.ts";
import { seededRandom } from "../random.ts";
import { inverseFrequency } from "../text/idf.ts";
import { unitVectors, type WordVectors } from "./word-vectors.ts";

const cachedWords = 4_096;

/** The embedder that takes the mean of a text's words, as `createWordMean` does. */
export function createMeanEmbedder(model: WordVectors): TextEmbedder {
  const meanOf = createWordMean(model);
  return {
    space: spaceOf(model),
    dimensions: model.dimensions,
    embed: async (texts) => texts.map(({ words }) => meanOf(words)),
    close: async () => {},
  };
}

/**
 * The mean of a text's words, by idf: their vectors are brought to length 1 and freed of what all words share
 * (after Mu and Viswanath 2018, https://arxiv.org/abs/1702.01417). An unknown word has a direction of its own, drawn by its hash, so that two texts
 * with it are alike. A text without words gives zeros, any other a vector of length 1.
 */
export function createWordMean(model: WordVectors): (words: readonly string[]) => Float32Array {
  const { dimensions, words } = model;
  const places = new Map(words.map(([word], place) => [word, place]));
  const known = weighVectors(model);
  const unknownWeight = idfOf(1, model.sentences);
  const unknown = new BoundedCache<string, Float32Array>(cachedWords);
  const makeUnknown = (word: string) => ownDirection(word, dimensions, unknownWeight);
  const emptyVector = emptyVectors(dimensions);
  return (text) => {
    const vector = emptyVector();
    for (const word of text) {
      const place = places.get(word);
      if (place !== undefined) addRow(vector, known, place * dimensions);
      else addRow(vector, unknown.getOrMake(word, makeUnknown), 0);
    }
    return toUnitLength(vector);
  };
}

/** Equal vectors and counts give an equal name. */
function spaceOf({ words, dimensions, sentences, vectors }: WordVectors): string {
  const hash = createHash("sha256")
    .update(`${sentences}\n${words.join("\n")}\n`)
    .update(encodeVector(vectors));
  return `word2vec-${dimensions}-1/${hash.digest("hex").slice(0, 8)}`;
}

/** The idf of a word that occurs `count` times in all. Words seldom repeat within a text, so their count stands for the number of texts that have them. */
export function idfOf(count: number, sentences: number): number {
  return inverseFrequency(sentences, Math.min(count, sentences));
}

/** What each word adds to a text. */
function weighVectors(model: WordVectors): Float32Array {
  const { words, dimensions, sentences } = model;
  const units = unitVectors(model);
  const weights = words.map(([, count]) => idfOf(count, sentences));
  const shared = weightedMean(
    units,
    dimensions,
    words.map(([, count], word) => count * weights[word]!),
  );
  for (let word = 0; word < words.length; word++) {
    for (let i = 0; i < dimensions; i++) {
      const place = word * dimensions + i;
      units[place] = (units[place]! - shared[i]!) * weights[word]!;
    }
  }
  return units;
}

function weightedMean(rows: Float32Array, dimensions: number, weights: readonly number[]): Float64Array {
  const mean = new Float64Array(dimensions);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [row, weight] of weights.entries()) {
    for (let i = 0; i < dimensions; i++) mean[i] = mean[i]! + (rows[row * dimensions + i]! * weight) / total;
  }
  return mean;
}

function ownDirection(word: string, dimensions: number, length: number): Float32Array {
  const random = seededRandom(hashText(word));
  const vector = toUnitLength(Float32Array.from({ length: dimensions }, () => random.uniform() - 0.5));
  return vector.map((value) => value * length);
}

function addRow(vector: Float32Array, rows: Float32Array, start: number): void {
  for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! + rows[start + i]!;
}
