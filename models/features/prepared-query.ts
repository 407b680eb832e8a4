import type { AnalysedText } from "../../schemas/generated/events.ts";
import { type CharacterRuns, characterRuns } from "../text/character-runs.ts";
import { headPlace } from "../text/head-noun.ts";
import type { AttributeValue } from "./attribute-words.ts";
import { brandLength } from "./brand.ts";
import { type Quantity, type QuantityKind, quantityKinds } from "./quantities.ts";
import type { Stem, Terms, Word } from "./terms.ts";

/** What the features of a query's pairs have in common; made once per query. Stop words have no stem. */
export interface PreparedQuery {
  /** All words in order, with a space before and after each. */
  readonly paddedText: string;
  readonly joinedText: string;
  readonly wordCount: number;
  readonly corrected: number;
  readonly unknown: number;
  /** Each word once, in order. */
  readonly words: readonly Word[];
  readonly wordsWithDigit: readonly Word[];
  /** Each stem once, in order; places below are places here, -1 where there is none. */
  readonly stems: readonly Stem[];
  /** The first word of each stem. */
  readonly stemWords: readonly Word[];
  /** How often it has each stem. */
  readonly counts: readonly number[];
  /** The place of each stem of the text, repetitions included. */
  readonly sequence: readonly number[];
  readonly last: number;
  readonly head: number;
  readonly rarest: number;
  /** The stem that titles most often have as head noun. */
  readonly type: number;
  readonly idfSum: number;
  readonly idfNorm: number;
  readonly runs: CharacterRuns;
  readonly quantities: { readonly [kind in QuantityKind]: readonly Quantity[] };
  /** The quantities that are no plain numbers. */
  readonly measures: readonly Quantity[];
  readonly codes: readonly Word[];
  readonly brand: readonly Word[];
  readonly colours: readonly AttributeValue[];
  readonly materials: readonly AttributeValue[];
  /** Values of all other attributes. */
  readonly choices: readonly AttributeValue[];
}

/** Prepares a query for all its pairs. */
export function prepareQuery(analysed: AnalysedText, terms: Terms): PreparedQuery {
  const allWords = terms.words(analysed);
  const words = [...new Set(allWords)];
  const wordsWithDigit = words.filter((word) => word.hasDigit);
  const quantities = wordsWithDigit.flatMap((word) => word.quantity ?? []);
  const attributes = words.flatMap((word) => word.attributes);
  const stems = prepareStems(allWords);
  const head = allWords[headPlace(analysed.words)]?.stem;
  return {
    paddedText: ` ${analysed.words.join(" ")} `,
    joinedText: analysed.words.join(""),
    wordCount: allWords.length,
    corrected: analysed.rewrites.filter((rewrite) => rewrite.rule === "spelling").length,
    unknown: words.filter((word) => !word.isKnown && !word.hasDigit).length,
    words,
    wordsWithDigit,
    ...stems,
    head: head === undefined ? -1 : stems.stems.indexOf(head),
    runs: characterRuns(analysed.words),
    quantities: quantitiesByKind(quantities),
    measures: quantities.filter(({ kind }) => kind !== "plain"),
    codes: wordsWithDigit.filter((word) => word.quantity === undefined),
    brand: findBrand(allWords, analysed.words, terms),
    colours: attributes.filter(({ attribute }) => attribute === "colour"),
    materials: attributes.filter(({ attribute }) => attribute === "material"),
    choices: attributes.filter(({ attribute }) => attribute !== "colour" && attribute !== "material"),
  };
}

function quantitiesByKind(quantities: readonly Quantity[]): PreparedQuery["quantities"] {
  const byKind = quantityKinds.map((kind) => [kind, quantities.filter((quantity) => quantity.kind === kind)]);
  return Object.fromEntries(byKind);
}

function prepareStems(words: readonly Word[]) {
  const stems: Stem[] = [];
  const stemWords: Word[] = [];
  const sequence: number[] = [];
  for (const word of words) {
    if (word.stem === undefined) continue;
    const known = stems.indexOf(word.stem);
    sequence.push(known < 0 ? stems.push(word.stem) - 1 : known);
    if (known < 0) stemWords.push(word);
  }
  const counts = stems.map((_, place) => sequence.filter((each) => each === place).length);
  return {
    stems,
    stemWords,
    counts,
    sequence,
    last: sequence.at(-1) ?? -1,
    rarest: placeOfMost(stems, (stem) => stem.idf),
    type: placeOfMost(stems, (stem) => stem.headShare),
    idfSum: stems.reduce((sum, stem) => sum + stem.idf, 0),
    idfNorm: Math.hypot(...stems.map((stem, place) => stem.idf * counts[place]!)),
  };
}

function placeOfMost(stems: readonly Stem[], amount: (stem: Stem) => number): number {
  return stems.reduce((best, stem, place) => (best < 0 || amount(stem) > amount(stems[best]!) ? place : best), -1);
}

/** The first brand that the query names. */
function findBrand(words: readonly Word[], texts: readonly string[], { vocabulary }: Terms): readonly Word[] {
  for (let place = 0; place < words.length; place++) {
    const length = brandLength(texts, place, vocabulary);
    if (length > 0) return words.slice(place, place + length);
  }
  return [];
}
