import type { AnalysedText } from "../../schemas/generated/events.ts";
import { readWords } from "../text/read-words.ts";
import { stem } from "../text/stem.ts";
import type { Vocabulary } from "../text/vocabulary.ts";
import { type AttributeValue, attributeValues } from "./attribute-words.ts";
import { hasDigit, type Quantity, quantityOf } from "./quantities.ts";

/** A stem and what the corpus says of it. */
export interface Stem {
  readonly text: string;
  /** Counted from 0 in the order in which stems were met. */
  readonly number: number;
  readonly idf: number;
  /** In which share of the texts that have it, it is a title's head noun. */
  readonly headShare: number;
}

/** A word and all that the features need of it alone. */
export interface Word {
  readonly text: string;
  /** Undefined for a stop word. */
  readonly stem: Stem | undefined;
  readonly hasDigit: boolean;
  readonly isKnown: boolean;
  /** Which letters it has, one bit each; other characters share bits. */
  readonly letters: number;
  readonly quantity: Quantity | undefined;
  readonly attributes: readonly AttributeValue[];
}

/** Words and stems of a vocabulary's texts: equal texts give the very same object, so that objects are compared and nothing is worked out twice. */
export interface Terms {
  readonly vocabulary: Vocabulary;
  /** How many words, stems and brands are kept. */
  readonly size: number;
  /** A word with the stem it was first met with, empty for a stop word: a stem hangs on its word alone. */
  word(text: string, stem: string): Word;
  /** The words of an analysed text, up to the first 500. */
  words(text: Pick<AnalysedText, "words" | "stems">): readonly Word[];
  /** The words of a brand as the shop writes it. */
  brand(text: string): readonly Word[];
}

/** Longer texts are cut here, so that none can hold up a batch: some features take time by the square of the words. */
const mostWords = 500;

/** Starts with no terms. */
export function createTerms(vocabulary: Vocabulary): Terms {
  const words = new Map<string, Word>();
  const stems = new Map<string, Stem>();
  const brands = new Map<string, readonly Word[]>();
  const stemOf = (text: string): Stem => {
    const known = stems.get(text) ?? makeStem(text, stems.size, vocabulary);
    stems.set(text, known);
    return known;
  };
  const wordOf = (text: string, stem: string): Word => {
    const known = words.get(text);
    if (known !== undefined) return known;
    const made = makeWord(text, stem === "" ? undefined : stemOf(stem), vocabulary);
    words.set(text, made);
    return made;
  };
  return {
    vocabulary,
    get size() {
      return words.size + brands.size;
    },
    word: wordOf,
    words(text) {
      const found = new Array<Word>(Math.min(mostWords, text.words.length));
      for (let i = 0; i < found.length; i++) found[i] = wordOf(text.words[i]!, text.stems[i] ?? "");
      return found;
    },
    brand(text) {
      const known = brands.get(text) ?? readWords(text).words.map((word) => wordOf(word, stem(word)));
      brands.set(text, known);
      return known;
    },
  };
}

function makeStem(text: string, number: number, vocabulary: Vocabulary): Stem {
  const headShare = vocabulary.headCount(text) / Math.max(1, vocabulary.textCount(text));
  return { text, number, idf: vocabulary.idf(text), headShare };
}

function makeWord(text: string, stem: Stem | undefined, vocabulary: Vocabulary): Word {
  const isNumeric = hasDigit(text);
  return {
    text,
    stem,
    hasDigit: isNumeric,
    isKnown: vocabulary.count(text) > 0,
    letters: lettersOf(text),
    quantity: isNumeric ? quantityOf(text) : undefined,
    attributes: attributeValues(text),
  };
}

function lettersOf(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length; i++) letters |= 1 << (text.charCodeAt(i) & 31);
  return letters;
}
