import type { Rewrite } from "../../schemas/generated/events.ts";
import { stopWords } from "./stop-words.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What the compound rules ask of a vocabulary. */
export type CompoundCounts = Pick<Vocabulary, "count" | "pairCount">;

/** Brings split and joined compounds to the form the shop uses more; the same for queries and titles, so that they meet. */
export interface Compounds {
  /** The words with compounds in their usual form; each change is added to `rewrites`. */
  rewrite(words: readonly string[], rewrites: Rewrite[]): readonly string[];
}

const letters = /^\p{L}+$/u;
const shortestJoined = 6;
const longestJoined = 30;
/** A pair is what splits a word only when it was seen this often. */
const fewestPairs = 3;
/** Two known words never seen side by side are joined only into a word seen this often. */
const fewestJoined = 5;

/** Two words met together in this share of their uses are a name written with a hyphen, `jeld-wen`, not two words. */
const shareOfName = 0.8;

/**
 * Compound rules over the counts of a vocabulary. Two words become one when the joined word is known and at least as frequent as the pair,
 * or the pair is a name; one word becomes two when the pair is more frequent and no name. At most one of both holds for a compound.
 */
export function createCompounds(counts: CompoundCounts): Compounds {
  const splits = new Map<string, readonly [string, string] | null>();
  const splitOf = (word: string) => {
    // most words are short: they need not be looked for
    if (word.length < shortestJoined || word.length > longestJoined) return null;
    const kept = splits.get(word);
    if (kept !== undefined) return kept;
    const split = findSplit(word, counts);
    // only words of the vocabulary are kept, so that what visitors type can't fill the memory
    if (counts.count(word) > 0) splits.set(word, split);
    return split;
  };
  return {
    rewrite(words, rewrites) {
      return joinWords(splitWords(words, splitOf, rewrites), counts, rewrites);
    },
  };
}

function splitWords(
  words: readonly string[],
  splitOf: (word: string) => readonly [string, string] | null,
  rewrites: Rewrite[],
): readonly string[] {
  // most texts have nothing to change, and stay the array that they are
  let result: string[] | undefined;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const split = splitOf(word);
    if (split === null) {
      result?.push(word);
    } else {
      result ??= words.slice(0, index);
      result.push(...split);
      rewrites.push({ from: word, to: split.join(" "), rule: "split" });
    }
  }
  return result ?? words;
}

function joinWords(words: readonly string[], counts: CompoundCounts, rewrites: Rewrite[]): readonly string[] {
  let result: string[] | undefined;
  for (let index = 0; index < words.length; index++) {
    const first = words[index]!;
    const second = words[index + 1];
    if (second !== undefined && isCompound(first, second, counts)) {
      result ??= words.slice(0, index);
      result.push(first + second);
      rewrites.push({ from: `${first} ${second}`, to: first + second, rule: "compound" });
      index++;
    } else {
      result?.push(first);
    }
  }
  return result ?? words;
}

function isCompound(first: string, second: string, counts: CompoundCounts): boolean {
  if (first.length + second.length < shortestJoined || !isPart(first) || !isPart(second)) return false;
  const joined = counts.count(first + second);
  if (joined === 0) return false;
  const pairs = counts.pairCount(first, second);
  if (pairs > 0) return joined >= pairs || pairs < fewestPairs || isName(first, second, pairs, counts);
  return joined >= fewestJoined || counts.count(first) === 0 || counts.count(second) === 0;
}

function findSplit(word: string, counts: CompoundCounts): readonly [string, string] | null {
  if (!letters.test(word)) return null;
  const joined = counts.count(word);
  let most = Math.max(joined, fewestPairs - 1);
  let split: readonly [string, string] | null = null;
  for (let place = 2; place <= word.length - 2; place++) {
    const [first, second] = [word.slice(0, place), word.slice(place)];
    const pairs = counts.pairCount(first, second);
    if (pairs > most && isPart(first) && isPart(second) && !(joined > 0 && isName(first, second, pairs, counts))) {
      most = pairs;
      split = [first, second];
    }
  }
  return split;
}

function isName(first: string, second: string, pairs: number, counts: CompoundCounts): boolean {
  return pairs >= shareOfName * Math.max(counts.count(first), counts.count(second));
}

function isPart(word: string): boolean {
  return word.length >= 2 && !stopWords.has(word) && letters.test(word);
}
