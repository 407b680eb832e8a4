import { BoundedCache } from "../bounded-cache.ts";
import { hashStart, hashText, hashUnit, mixBits } from "../hash.ts";
import { countTowardsTurn, othersTurn } from "../others-turn.ts";
import type { Vocabulary } from "../text/vocabulary.ts";
import { WeakCache } from "../weak-cache.ts";
import type { EmbeddableText, TextEmbedder } from "./embedder.ts";
import { emptyVectors } from "./empty-vectors.ts";
import { toUnitLength } from "./similarity.ts";

const dimensions = 128;
const blocks = 8;
const blockSize = dimensions / blocks;

/** How much each kind of feature weighs beside the others, before idf. */
const weights = { stem: 1, pair: 0.5, characters: 0.7, stopWord: 0.1 } as const;

/** Words met last, about 7 MB when full. */
const cachedWords = 8_192;
const longestCachedWord = 40;

/** Keeps features of different kinds apart where their texts hash alike. */
const salts = { stem: 0x51ed270b, pair: 0x2545f491, characters: 0x6a09e667 } as const;

/**
 * The embedder that needs no model file; its vectors have unit length: stems, neighbouring stems and the character 3- and 4-grams of words, weighted by
 * idf, each hashed to a sparse signed vector, added up and brought to unit length. A stop word counts by its characters
 * and little, so only a text without words gives zeros.
 */
export function createHashedNgrams(vocabulary: Vocabulary): TextEmbedder {
  const known = new BoundedCache<string, WordParts>(cachedWords);
  const partsOf = (word: string, stem: string) => {
    if (word.length > longestCachedWord) return makeParts(word, stem, vocabulary);
    const parts = known.getOrMake(word, () => makeParts(word, stem, vocabulary));
    return parts.stem === stem ? parts : makeParts(word, stem, vocabulary);
  };
  // an analysed text is known by its words, which whoever analysed it keeps
  const made = new WeakCache<EmbeddableText["words"], Float32Array>();
  const emptyVector = emptyVectors(dimensions);
  return {
    space: `hashed-ngrams-${dimensions}-1/${vocabulary.name}`,
    dimensions,
    async embed(texts) {
      const isOthersTurn = countTowardsTurn();
      const vectors: Float32Array[] = [];
      for (const text of texts) {
        vectors.push(made.getOrMake(text.words, () => addText(emptyVector(), text, partsOf)));
        if (isOthersTurn(text.words.length)) await othersTurn();
      }
      return vectors;
    },
    close: async () => {},
  };
}

/** What a word brings into any text. */
interface WordParts {
  readonly stem: string;
  /** How much it weighs: the idf of its stem, and little for a stop word. */
  readonly weight: number;
  /** Of its stem. */
  readonly hash: number;
  readonly characters: Float32Array;
}

function makeParts(word: string, stem: string, vocabulary: Vocabulary): WordParts {
  const weight = stem === "" ? weights.stopWord : vocabulary.idf(stem);
  return { stem, weight, hash: hashText(stem), characters: characterVector(word) };
}

function addText(
  vector: Float32Array,
  text: EmbeddableText,
  partsOf: (word: string, stem: string) => WordParts,
): Float32Array {
  let previous: WordParts | undefined;
  for (let i = 0; i < text.words.length; i++) {
    const parts = partsOf(text.words[i]!, text.stems[i] ?? "");
    const { weight, hash } = parts;
    addScaled(vector, parts.characters, weight * weights.characters);
    if (parts.stem === "") continue;
    addFeature(vector, hash ^ salts.stem, weight * weights.stem);
    if (previous !== undefined && previous.weight > 0)
      addFeature(vector, pairHash(previous.hash, hash), Math.sqrt(previous.weight * weight) * weights.pair);
    previous = parts;
  }
  return toUnitLength(vector);
}

function pairHash(first: number, second: number): number {
  return (mixBits(first ^ salts.pair) + second) >>> 0;
}

/** Adds the feature's own vector: in each block of 16 places one that is +weight or -weight, over the root of 8 for unit length. */
function addFeature(vector: Float32Array, feature: number, weight: number): void {
  const step = weight / Math.sqrt(blocks);
  let bits = 0;
  for (let block = 0; block < blocks; block++) {
    // Five bits a block: four for the place, one for the sign; a fresh word of bits every four blocks.
    bits = block % 4 === 0 ? mixBits(feature + block) : bits >>> 8;
    const place = block * blockSize + (bits & 15);
    vector[place] = vector[place]! + ((bits & 16) === 0 ? step : -step);
  }
}

function addScaled(vector: Float32Array, other: Float32Array, scale: number): void {
  for (let i = 0; i < dimensions; i++) vector[i] = vector[i]! + other[i]! * scale;
}

/** The character 3- and 4-grams of a word with its ends marked, added up to unit length. */
function characterVector(word: string): Float32Array {
  const vector = new Float32Array(dimensions);
  const marked = `<${word}>`;
  for (let start = 0; start + 3 <= marked.length; start++) {
    let hash = hashStart;
    for (let i = start; i < start + 3; i++) hash = hashUnit(hash, marked.charCodeAt(i));
    addFeature(vector, hash ^ salts.characters, 1);
    if (start + 4 > marked.length) continue;
    addFeature(vector, hashUnit(hash, marked.charCodeAt(start + 3)) ^ salts.characters, 1);
  }
  return toUnitLength(vector);
}
