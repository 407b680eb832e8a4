import type { AnalysedText, Rewrite } from "../../schemas/generated/events.ts";
import { BoundedCache } from "../bounded-cache.ts";
import { type Compounds, createCompounds } from "./compounds.ts";
import { createSpellingCorrector, type SpellingCorrector } from "./correct-spelling.ts";
import { readWords } from "./read-words.ts";
import { stem } from "./stem.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Turns texts into words and stems the way a shop's visitors and its catalog meet. Any string is a text. */
export interface Analyser {
  /** All rules, spelling included. */
  analyseQuery(text: string): AnalysedText;
  /** All rules but spelling: a title is trusted. */
  analyseTitle(text: string): AnalysedText;
}

/** Few enough that a replay stays small. */
const usuallyKept = 4_096;
/** What goes on and on keeps the titles of a catalog: some 250 MB where the champion is a `relevance`. */
export const keptOfCatalog = 50_000;
const cachedQueries = 4_000;
const longestCached = 1000;

/**
 * An analyser that knows the words of a vocabulary. Equal texts give equal results; the latest are remembered, so treat them as frozen: of titles at
 * least `keptTitles`, and at most twice as many. Whoever makes something of a title keeps that as long as the title is kept here: 5 kB in all where a
 * `relevance` scores.
 */
export function createAnalyser(vocabulary: Vocabulary, keptTitles: number = usuallyKept): Analyser {
  const compounds = createCompounds(vocabulary);
  const corrector = createSpellingCorrector(vocabulary);
  const titles = new BoundedCache<string, AnalysedText>(2 * keptTitles);
  const queries = new BoundedCache<string, AnalysedText>(cachedQueries);
  const analyseTitle = (text: string) => analyse(text, compounds);
  const analyseQuery = (text: string) => analyse(text, compounds, corrector);
  return {
    analyseTitle: (text) => (text.length > longestCached ? analyseTitle(text) : titles.getOrMake(text, analyseTitle)),
    analyseQuery: (text) => (text.length > longestCached ? analyseQuery(text) : queries.getOrMake(text, analyseQuery)),
  };
}

function analyse(text: string, compounds: Compounds, corrector?: SpellingCorrector): AnalysedText {
  const read = readWords(text);
  const rewrites = read.rewrites.slice();
  let words = compounds.rewrite(read.words, rewrites);
  if (corrector !== undefined) {
    const corrected = correctWords(words, corrector, rewrites);
    // a corrected word may be half of a compound
    if (corrected !== words) words = compounds.rewrite(corrected, rewrites);
  }
  return { words, stems: words.map(stem), rewrites };
}

function correctWords(words: readonly string[], corrector: SpellingCorrector, rewrites: Rewrite[]): readonly string[] {
  let corrected: string[] | undefined;
  for (const [index, word] of words.entries()) {
    const to = corrector.correct(word, (corrected ?? words)[index - 1], words[index + 1]);
    if (to === word) continue;
    corrected ??= words.slice();
    corrected[index] = to;
    rewrites.push({ from: word, to, rule: "spelling" });
  }
  return corrected ?? words;
}
