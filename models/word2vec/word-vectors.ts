import type { WordCount } from "./sentences.ts";

/** Words and their vectors. */
export interface WordVectors {
  /** Most frequent first. */
  readonly words: readonly WordCount[];
  /** How many sentences they were learned from. */
  readonly sentences: number;
  readonly dimensions: number;
  /** `words` × `dimensions`, word by word. */
  readonly vectors: Float32Array;
}

/** A word beside another one. */
export interface Neighbour {
  readonly word: string;
  /** Cosine of both vectors, from -1 to 1. */
  readonly similarity: number;
}

/** The vectors with each word's brought to length 1; zeros stay zeros. */
export function unitVectors({ dimensions, vectors }: WordVectors): Float32Array {
  const units = new Float32Array(vectors.length);
  for (let start = 0; start < vectors.length; start += dimensions) {
    let squared = 0;
    for (let i = start; i < start + dimensions; i++) squared += vectors[i]! * vectors[i]!;
    const scale = squared === 0 ? 0 : 1 / Math.sqrt(squared);
    for (let i = start; i < start + dimensions; i++) units[i] = vectors[i]! * scale;
  }
  return units;
}

/** Finds the words used most like another one, best first; undefined for a word that it doesn't know. */
export type FindNeighbours = (word: string, limit: number) => readonly Neighbour[] | undefined;

/** Compares each word with all others. */
export function neighboursIn(model: WordVectors): FindNeighbours {
  const { words, dimensions } = model;
  const units = unitVectors(model);
  const places = new Map(words.map(([word], place) => [word, place]));
  const similarity = (one: number, other: number) => {
    let sum = 0;
    for (let i = 0; i < dimensions; i++) sum += units[one * dimensions + i]! * units[other * dimensions + i]!;
    return sum;
  };
  return (word, limit) => {
    const own = places.get(word);
    if (own === undefined) return undefined;
    return words
      .map(([other], place) => ({ word: other, similarity: similarity(own, place) }))
      .filter((_, place) => place !== own)
      .sort((a, b) => b.similarity - a.similarity || (a.word < b.word ? -1 : 1))
      .slice(0, limit);
  };
}

/** The vectors of some words, as a word net's table can start with them: words × dimensions, zeros for those that are not known. */
export function startVectors({ words, dimensions, vectors }: WordVectors, wanted: readonly string[]): Float32Array {
  const places = new Map(words.map(([word], place) => [word, place]));
  const found = new Float32Array(wanted.length * dimensions);
  wanted.forEach((word, row) => {
    const place = places.get(word);
    if (place === undefined) return;
    found.set(vectors.subarray(place * dimensions, (place + 1) * dimensions), row * dimensions);
  });
  return found;
}
