import { createCompounds } from "./compounds.ts";
import { countTitles } from "./count-titles.ts";
import { readWords } from "./read-words.ts";
import { stem } from "./stem.ts";
import { stopWords } from "./stop-words.ts";
import { createSymSpell } from "./symspell.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { makeVocabulary } from "./vocabulary-file.ts";

export { emptyVocabulary, loadVocabulary } from "./vocabulary-file.ts";

/** A text to learn words from, and how far it is to be trusted. */
export interface VocabularyText {
  readonly text: string;
  readonly kind: "title" | "query";
}

/** A word that only visitors use counts when this many different queries have it. */
const fewestQueries = 5;
/** It does not count when one edit makes it a title word this many times as frequent: then it is a common misspelling. */
const misspellingRatio = 10;
const fewestPairs = 2;
const pairPart = /^\p{L}{2,}$/u;

/**
 * Learns a vocabulary from the titles and queries of a shop; equal texts count once. Titles are trusted. A word that only queries have
 * counts when it is frequent and not one edit away from a much more frequent title word, so that misspellings do not become vocabulary.
 */
export function learnVocabulary(texts: Iterable<VocabularyText>): Vocabulary {
  const corpus = readCorpus(texts);
  if (corpus.texts.length === 0)
    return makeVocabulary({ texts: 0, words: new Map(), stems: new Map(), pairs: new Map() });
  const words = countWords(corpus);
  const known = corpus.texts.map((ids) => ids.filter((id) => words.has(corpus.words[id]!)));
  const pairs = countPairs(known, corpus.words, words);
  const counts = {
    count: (word: string) => words.get(word) ?? 0,
    pairCount: (first: string, second: string) => pairs.get(`${first} ${second}`) ?? 0,
  };
  const compounds = createCompounds(counts);
  const stems = new Map<string, number>();
  const titles = countTitles();
  known.forEach((ids, text) => {
    const rewritten = compounds.rewrite(
      ids.map((id) => corpus.words[id]!),
      [],
    );
    const rewrittenStems = rewritten.map(stem);
    for (const each of new Set(rewrittenStems)) if (each !== "") count(stems, each);
    if (corpus.isTitle[text]) titles.add(rewritten, rewrittenStems);
  });
  return makeVocabulary({ texts: corpus.texts.length, words, stems, pairs, titles: titles.tables() });
}

/** Texts as lists of word ids. */
interface Corpus {
  readonly words: readonly string[];
  readonly texts: readonly (readonly number[])[];
  readonly isTitle: readonly boolean[];
  /** How often titles have each word, by id. */
  readonly inTitles: readonly number[];
  /** How many queries have each word, by id. */
  readonly inQueries: readonly number[];
}

function readCorpus(texts: Iterable<VocabularyText>): Corpus {
  const ids = new Map<string, number>();
  const corpus = {
    words: [] as string[],
    texts: [] as number[][],
    isTitle: [] as boolean[],
    inTitles: [] as number[],
    inQueries: [] as number[],
  };
  const idOf = (word: string): number => {
    const known = ids.get(word);
    if (known !== undefined) return known;
    ids.set(word, corpus.words.length);
    corpus.inTitles.push(0);
    corpus.inQueries.push(0);
    return corpus.words.push(word) - 1;
  };
  const read = { title: new Set<string>(), query: new Set<string>() };
  for (const { text, kind } of texts) {
    if (read[kind].has(text)) continue;
    read[kind].add(text);
    const textIds = readWords(text).words.map(idOf);
    corpus.texts.push(textIds);
    corpus.isTitle.push(kind === "title");
    if (kind === "title") for (const id of textIds) corpus.inTitles[id]!++;
    else for (const id of new Set(textIds)) corpus.inQueries[id]!++;
  }
  return corpus;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countWords({ words, inTitles, inQueries }: Corpus): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [id, word] of words.entries()) if (inTitles[id]! > 0) counts.set(word, inTitles[id]! + inQueries[id]!);
  const titleWords = createSymSpell(counts, 1);
  const isMisspelling = (word: string, count: number) =>
    titleWords.lookup(word, 1).some((near) => near.count >= count * misspellingRatio);
  for (const [id, word] of words.entries()) {
    const count = inQueries[id]!;
    if (inTitles[id] === 0 && count >= fewestQueries && !isMisspelling(word, count)) counts.set(word, count);
  }
  return counts;
}

function countPairs(
  texts: readonly (readonly number[])[],
  words: readonly string[],
  counts: ReadonlyMap<string, number>,
) {
  const isPart = words.map((word) => pairPart.test(word) && !stopWords.has(word));
  const byIds = new Map<number, number>();
  for (const ids of texts) {
    for (let place = 1; place < ids.length; place++) {
      const [first, second] = [ids[place - 1]!, ids[place]!];
      const key = first * words.length + second;
      if (isPart[first] && isPart[second]) byIds.set(key, (byIds.get(key) ?? 0) + 1);
    }
  }
  const pairs = new Map<string, number>();
  for (const [key, count] of byIds) {
    const [first, second] = [words[Math.floor(key / words.length)]!, words[key % words.length]!];
    if (count >= fewestPairs || counts.has(first + second)) pairs.set(`${first} ${second}`, count);
  }
  return pairs;
}
