import type { Random } from "../random.ts";
import { type Noise, noiseOfCounts } from "./noise.ts";
import type { Corpus, WordCount } from "./sentences.ts";
import type { SkipGramConfig } from "./skip-gram-config.ts";
import type { SkipGramKernel } from "./skip-gram-kernel.ts";

/** Makes steps of sentences. */
export interface CorpusReader {
  /** A step for each word and neighbour of a sentence, in order; adds loss and steps to `tally`. */
  read(corpus: Corpus, sentence: number, rate: number, random: Random, tally: Tally): void;
}

/** Losses so far. */
export interface Tally {
  loss: number;
  steps: number;
}

/** Reads as word2vec does: frequent words are skipped by chance, each word draws how far its neighbours reach, and each step its negatives. */
export function createCorpusReader(
  kernel: SkipGramKernel,
  words: readonly WordCount[],
  { window, negatives, noiseExponent, subsample }: SkipGramConfig,
): CorpusReader {
  const counts = words.map(([, count]) => count);
  const kept = keptShares(counts, subsample);
  const noise = noiseOfCounts(counts, noiseExponent);
  const { targets } = kernel;
  const sentence: number[] = [];
  return {
    read(corpus, number, rate, random, tally) {
      const length = keepSome(corpus, number, kept, random, sentence);
      for (let place = 0; place < length; place++) {
        const word = sentence[place]!;
        const reach = window - random.int(window);
        const last = Math.min(length - 1, place + reach);
        for (let near = Math.max(0, place - reach); near <= last; near++) {
          if (near === place) continue;
          targets[0] = word;
          const count = drawNegatives(targets, negatives, noise, random);
          tally.loss += kernel.learn(sentence[near]!, count, rate);
          tally.steps++;
        }
      }
    },
  };
}

/** Puts the words of a sentence that are read this time into `sentence`, and returns how many they are. */
function keepSome(
  { words, starts }: Corpus,
  number: number,
  kept: Float64Array,
  random: Random,
  sentence: number[],
): number {
  let length = 0;
  for (let at = starts[number]!; at < starts[number + 1]!; at++) {
    const word = words[at]!;
    if (kept[word]! >= 1 || kept[word]! > random.uniform()) sentence[length++] = word;
  }
  return length;
}

/** Fills in targets after the first, which they must differ from, and returns how many there are then. */
function drawNegatives(targets: Int32Array, negatives: number, noise: Noise, random: Random): number {
  let count = 1;
  for (let drawn = 0; drawn < negatives; drawn++) {
    const word = noise.draw(random);
    if (word !== targets[0]) targets[count++] = word;
  }
  return count;
}

/** The chance of each word to be read, as the program of the paper has it: (√(f/t) + 1) t/f for a share of all words f and the threshold t. */
function keptShares(counts: readonly number[], threshold: number): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Float64Array.from(counts, (count) => {
    const ratio = threshold === 0 ? 0 : count / total / threshold;
    return ratio === 0 ? 1 : (Math.sqrt(ratio) + 1) / ratio;
  });
}
