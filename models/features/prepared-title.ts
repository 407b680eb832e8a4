import type { AnalysedText } from "../../schemas/generated/events.ts";
import { coreLength, headPlace } from "../text/head-noun.ts";
import type { AttributeValue } from "./attribute-words.ts";
import { brandLength } from "./brand.ts";
import type { Quantity } from "./quantities.ts";
import type { Stem, Terms, Word } from "./terms.ts";

/** What the features need of a title; made once per title. Stop words have no stem. */
export interface PreparedTitle {
  /** All words in order, with a space before and after each. */
  readonly text: string;
  readonly joinedText: string;
  /** All words in order. */
  readonly words: readonly Word[];
  readonly distinctWords: number;
  readonly numbers: number;
  /** The stems in order. */
  readonly stems: readonly Stem[];
  /** The word of each stem. */
  readonly stemWords: readonly Word[];
  /** How often it has each stem. */
  readonly counts: ReadonlyMap<Stem, number>;
  readonly idfSum: number;
  readonly idfNorm: number;
  /** How many stems stand before `with`, `for` or `in`. */
  readonly coreStems: number;
  readonly head: Stem | undefined;
  readonly headWord: Word | undefined;
  /** How many character runs its words have, each word by itself. */
  readonly trigrams: number;
  readonly fourgrams: number;
  readonly quantities: readonly Quantity[];
  readonly attributes: readonly AttributeValue[];
  /** The first words that are a brand, as far as titles tell. */
  readonly brand: readonly Word[];
}

/** Prepares a title for all its pairs. */
export function prepareTitle(analysed: AnalysedText, terms: Terms): PreparedTitle {
  const text = analysed.words.join(" ");
  const words = analysed.words.map(terms.word);
  const core = coreLength(analysed.words);
  const head = headPlace(analysed.words, core);
  const headStem = analysed.stems[head];
  const quantities: Quantity[] = [];
  const attributes: AttributeValue[] = [];
  let [numbers, trigrams, fourgrams] = [0, 0, 0];
  for (const word of words) {
    trigrams += word.grams.trigrams;
    fourgrams += word.grams.hashes.length - word.grams.trigrams;
    if (word.hasDigit) numbers++;
    if (word.quantity !== undefined) quantities.push(word.quantity);
    for (const value of word.attributes) attributes.push(value);
  }
  return {
    text: ` ${text} `,
    joinedText: analysed.words.join(""),
    words,
    distinctWords: new Set(words).size,
    numbers,
    ...prepareStems(analysed, words, core, terms),
    head: headStem === undefined || headStem === "" ? undefined : terms.stem(headStem),
    headWord: words[head],
    trigrams,
    fourgrams,
    quantities,
    attributes,
    brand: words.slice(0, brandLength(analysed.words, 0, terms.vocabulary)),
  };
}

function prepareStems(analysed: AnalysedText, words: readonly Word[], core: number, terms: Terms) {
  const stems: Stem[] = [];
  const stemWords: Word[] = [];
  const counts = new Map<Stem, number>();
  let coreStems = 0;
  let idfSum = 0;
  for (let place = 0; place < words.length; place++) {
    const text = analysed.stems[place] ?? "";
    if (text === "") continue;
    const stem = terms.stem(text);
    stems.push(stem);
    stemWords.push(words[place]!);
    if (place < core) coreStems++;
    const count = counts.get(stem) ?? 0;
    if (count === 0) idfSum += stem.idf;
    counts.set(stem, count + 1);
  }
  let squares = 0;
  for (const [stem, count] of counts) squares += (count * stem.idf) ** 2;
  return { stems, stemWords, counts, coreStems, idfSum, idfNorm: Math.sqrt(squares) };
}
