import type { AnalysedText } from "../../schemas/generated/events.ts";
import type { Vocabulary } from "../text/vocabulary.ts";
import { hasDigit, type Quantities, quantitiesOf } from "./quantities.ts";

/** A query and a title whose features are asked for, with their vectors, which live in one space. */
export interface TextPair {
  readonly query: AnalysedText;
  readonly title: AnalysedText;
  readonly queryVector: Float32Array;
  readonly titleVector: Float32Array;
}

/** What the features of a query's pairs have in common; made once per query. Lists hold each entry once, in order. */
export interface PreparedQuery {
  readonly wordCount: number;
  readonly characters: number;
  readonly words: readonly string[];
  readonly wordsWithDigit: readonly string[];
  /** The stems without stop words, each once. */
  readonly stems: ReadonlySet<string>;
  readonly idfs: ReadonlyMap<string, number>;
  readonly idfSum: number;
  readonly lastStem: string | undefined;
  /** Neighbouring stems as ` first second `, as they would stand in `PreparedTitle.stemText`. */
  readonly stemPairs: readonly string[];
  /** Trigrams of each word with a space at both of its ends. */
  readonly trigrams: readonly string[];
  readonly quantities: Quantities;
}

/** What the features need of a title. */
export interface PreparedTitle {
  readonly wordCount: number;
  readonly words: ReadonlySet<string>;
  /** All words, in order, with a space before and after each. */
  readonly wordText: string;
  /** The stems without stop words, in order. */
  readonly stems: readonly string[];
  readonly distinctStems: ReadonlySet<string>;
  /** The same stems with a space before and after each. */
  readonly stemText: string;
  readonly quantities: Quantities;
}

/** A pair as the features see it. */
export interface PreparedPair {
  readonly query: PreparedQuery;
  readonly title: PreparedTitle;
  /** How many distinct stems are in both. */
  readonly sharedStems: number;
  readonly queryVector: Float32Array;
  readonly titleVector: Float32Array;
}

/** Prepares a query for all its pairs. */
export function prepareQuery(text: AnalysedText, vocabulary: Vocabulary): PreparedQuery {
  const words = [...new Set(text.words)];
  const stems = withoutStopWords(text);
  const idfs = new Map(stems.map((stem) => [stem, vocabulary.idf(stem)]));
  const wordsWithDigit = words.filter(hasDigit);
  return {
    wordCount: text.words.length,
    characters: text.words.join(" ").length,
    words,
    wordsWithDigit,
    stems: new Set(stems),
    idfs,
    idfSum: [...idfs.values()].reduce((sum, idf) => sum + idf, 0),
    lastStem: stems.at(-1),
    stemPairs: [...new Set(stems.slice(1).map((stem, i) => ` ${stems[i]} ${stem} `))],
    trigrams: [...new Set(words.flatMap(trigramsOf))],
    quantities: quantitiesOf(wordsWithDigit),
  };
}

/** Puts a prepared query and a title together. */
export function preparePair(query: PreparedQuery, pair: TextPair): PreparedPair {
  const title = prepareTitle(pair.title);
  let sharedStems = 0;
  for (const stem of query.stems) if (title.distinctStems.has(stem)) sharedStems++;
  return { query, title, sharedStems, queryVector: pair.queryVector, titleVector: pair.titleVector };
}

function prepareTitle(text: AnalysedText): PreparedTitle {
  const stems = withoutStopWords(text);
  return {
    wordCount: text.words.length,
    words: new Set(text.words),
    wordText: ` ${text.words.join(" ")} `,
    stems,
    distinctStems: new Set(stems),
    stemText: ` ${stems.join(" ")} `,
    quantities: quantitiesOf(text.words.filter(hasDigit)),
  };
}

function withoutStopWords(text: AnalysedText): string[] {
  return text.stems.filter((stem) => stem !== "");
}

function trigramsOf(word: string): string[] {
  const marked = ` ${word} `;
  return Array.from({ length: marked.length - 2 }, (_, start) => marked.slice(start, start + 3));
}
