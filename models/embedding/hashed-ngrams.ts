import { BoundedCache } from "../bounded-cache.ts";
import { hashStart, hashText, hashUnit, mixBits } from "../hash.ts";
import type { Vocabulary } from "../text/vocabulary.ts";
import type { EmbeddableText, TextEmbedder } from "./embedder.ts";
import { toUnitLength } from "./similarity.ts";

const dimensions = 128;
const blocks = 8;
const blockSize = dimensions / blocks;

/** How much each kind of feature weighs beside the others, before idf. */
const weights = { stem: 1, pair: 0.5, characters: 0.7, stopWord: 0.1 } as const;

/** Keeps features of different kinds apart where their texts hash alike. */
const salts = { stem: 0x51ed270b, pair: 0x2545f491, characters: 0x6a09e667 } as const;

/**
 * The embedder that needs no model file; its vectors have unit length: stems, neighbouring stems and the character 3- and 4-grams of words, weighted by
 * idf, each hashed to a sparse signed vector, added up and brought to unit length. A stop word counts by its characters
 * and little, so only a text without words gives zeros.
 */
export function createHashedNgrams(vocabulary: Vocabulary): TextEmbedder {
  const charactersOf = cachedCharacters();
  return {
    space: `hashed-ngrams-${dimensions}-1/${vocabulary.name}`,
    dimensions,
    embed: async (texts) => texts.map((text) => embedText(text, vocabulary, charactersOf)),
    close: async () => {},
  };
}

function embedText(text: EmbeddableText, vocabulary: Vocabulary, charactersOf: WordVectors): Float32Array {
  const vector = new Float32Array(dimensions);
  let previousHash = 0;
  let previousIdf = 0;
  for (let i = 0; i < text.words.length; i++) {
    const stem = text.stems[i] ?? "";
    const idf = stem === "" ? weights.stopWord : vocabulary.idf(stem);
    addScaled(vector, charactersOf(text.words[i]!), idf * weights.characters);
    if (stem === "") continue;
    const hash = hashText(stem);
    addFeature(vector, hash ^ salts.stem, idf * weights.stem);
    if (previousIdf > 0) addFeature(vector, pairHash(previousHash, hash), Math.sqrt(previousIdf * idf) * weights.pair);
    previousHash = hash;
    previousIdf = idf;
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

type WordVectors = (word: string) => Float32Array;

const cachedWords = 8_192;
const longestCachedWord = 40;

/** `characterVector` with the words met last kept, about 6 MB when full. */
function cachedCharacters(): WordVectors {
  const known = new BoundedCache<string, Float32Array>(cachedWords);
  return (word) => (word.length > longestCachedWord ? characterVector(word) : known.getOrMake(word, characterVector));
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
