import { readWords } from "../text/read-words.ts";
import type { Vocabulary } from "../text/vocabulary.ts";
import { type AttributeValue, attributeValues } from "./attribute-words.ts";
import { gramsOf, type WordGrams } from "./character-grams.ts";
import { hasDigit, type Quantity, quantityOf } from "./quantities.ts";

/** A stem and what the corpus says of it. */
export interface Stem {
  readonly text: string;
  readonly idf: number;
  /** In which share of the texts that have it, it is a title's head noun. */
  readonly headShare: number;
}

/** A word and all that the features need of it alone. */
export interface Word {
  readonly text: string;
  readonly hasDigit: boolean;
  readonly isKnown: boolean;
  /** Which letters it has, one bit each; other characters share bits. */
  readonly letters: number;
  readonly grams: WordGrams;
  readonly quantity: Quantity | undefined;
  readonly attributes: readonly AttributeValue[];
}

/** Words and stems of a vocabulary's texts: equal texts give the very same object, so that objects are compared and nothing is worked out twice. */
export interface Terms {
  readonly vocabulary: Vocabulary;
  /** How many words and stems are kept. */
  readonly size: number;
  word(text: string): Word;
  stem(text: string): Stem;
  /** The words of a brand as the shop writes it. */
  brand(text: string): readonly Word[];
}

/** Starts with no terms. */
export function createTerms(vocabulary: Vocabulary): Terms {
  const words = new Map<string, Word>();
  const stems = new Map<string, Stem>();
  const brands = new Map<string, readonly Word[]>();
  const word = (text: string) => kept(words, text, () => makeWord(text, vocabulary));
  return {
    vocabulary,
    get size() {
      return words.size + stems.size + brands.size;
    },
    word,
    stem: (text) => kept(stems, text, () => makeStem(text, vocabulary)),
    brand: (text) => kept(brands, text, () => readWords(text).words.map(word)),
  };
}

function kept<Value>(values: Map<string, Value>, key: string, make: () => Value): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const made = make();
  values.set(key, made);
  return made;
}

function makeStem(text: string, vocabulary: Vocabulary): Stem {
  const headShare = vocabulary.headCount(text) / Math.max(1, vocabulary.textCount(text));
  return { text, idf: vocabulary.idf(text), headShare };
}

function makeWord(text: string, vocabulary: Vocabulary): Word {
  const isNumeric = hasDigit(text);
  return {
    text,
    hasDigit: isNumeric,
    isKnown: vocabulary.count(text) > 0,
    letters: lettersOf(text),
    grams: gramsOf(text),
    quantity: isNumeric ? quantityOf(text) : undefined,
    attributes: attributeValues(text),
  };
}

function lettersOf(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length; i++) letters |= 1 << (text.charCodeAt(i) & 31);
  return letters;
}
