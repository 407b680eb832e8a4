import { BoundedCache } from "../bounded-cache.ts";
import { stem } from "./stem.ts";
import { stopWords } from "./stop-words.ts";
import { createSymSpell, type Suggestion } from "./symspell.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Finds what a visitor meant to type. */
export interface SpellingCorrector {
  /** The known word meant by `word` between its neighbours; the word itself when it is known, can't be judged, or nothing near is convincing. */
  correct(word: string, before: string | undefined, after: string | undefined): string;
}

const latinLetters = /^[a-z]+$/;
const prefixed = /^(?:un|non|pre|anti|multi|over|under|re)([a-z]{4,})$/;
const shortestWord = 4;
const longestWord = 30;
const longestForOneEdit = 6;
const fewestSeen = 3;
const cachedWords = 5_000;

/** Counts are taken per this many texts, so that what is needed holds for catalogs of any size. */
const textsOfCount = 50_000;

/** What speaks for a suggestion beside the logarithm of its count. */
const evidence = {
  /** The same letters once vowels and doubled letters are left out. */
  sameConsonants: 3,
  /** The shop has it next to a neighbour of the word. */
  besideNeighbour: 3,
  sameFirstLetter: 2,
} as const;

/** How much must speak for a correction. Short words are near too many others; set by eye on misspelled searches, not by labels. */
function evidenceNeeded(edits: number, letters: number): number {
  if (edits === 1) return letters === 4 ? 10 : letters <= 6 ? 7 : 3;
  return letters === 7 ? 7 : 5;
}

/**
 * A corrector towards the words of a vocabulary. Words with digits, of fewer than four letters or more than thirty, inflections of
 * known words and known words with a prefix stay as they are. Up to six letters one edit is mended, above that two. Of the nearest
 * suggestions the one with most evidence, its count included, is taken when that is enough.
 */
export function createSpellingCorrector(vocabulary: Vocabulary): SpellingCorrector {
  const targets = [...vocabulary.entries()].filter(
    ([word, count]) => latinLetters.test(word) && !stopWords.has(word) && count >= fewestSeen,
  );
  const knownStems = new Set(targets.map(([word]) => stem(word)));
  const symSpell = createSymSpell(targets);
  const cache = new BoundedCache<string, readonly Suggestion[]>(cachedWords);
  const isKnown = (word: string) => vocabulary.count(word) > 0 || knownStems.has(stem(word));
  const suggest = (word: string) =>
    cache.getOrMake(word, (unknown) =>
      isKnown(prefixed.exec(unknown)?.[1] ?? "") ? [] : nearest(symSpell.lookup(unknown, reach(unknown))),
    );
  return {
    correct(word, before, after) {
      if (word.length < shortestWord || word.length > longestWord || !latinLetters.test(word) || isKnown(word))
        return word;
      const suggestions = suggest(word);
      if (suggestions.length === 0) return word;
      const weigh = (near: Suggestion) => weighEvidence(near, word, vocabulary, before, after);
      const best = suggestions.reduce((a, b) => (weigh(b) > weigh(a) ? b : a));
      return weigh(best) >= evidenceNeeded(best.distance, word.length) ? best.word : word;
    },
  };
}

function reach(word: string): number {
  return word.length <= longestForOneEdit ? 1 : 2;
}

function nearest(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  return suggestions.filter((near) => near.distance === suggestions[0]?.distance);
}

function weighEvidence(
  near: Suggestion,
  word: string,
  vocabulary: Vocabulary,
  before: string | undefined,
  after: string | undefined,
): number {
  const isBeside =
    (before !== undefined && vocabulary.pairCount(before, near.word) > 0) ||
    (after !== undefined && vocabulary.pairCount(near.word, after) > 0);
  return (
    Math.log((near.count * textsOfCount) / Math.max(1, vocabulary.texts)) +
    (consonantsOf(near.word) === consonantsOf(word) ? evidence.sameConsonants : 0) +
    (isBeside ? evidence.besideNeighbour : 0) +
    (near.word[0] === word[0] ? evidence.sameFirstLetter : 0)
  );
}

function consonantsOf(word: string): string {
  return word.replace(/[aeiouy]/g, "").replace(/(.)\1+/g, "$1");
}
