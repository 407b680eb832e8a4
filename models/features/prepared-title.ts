import type { AnalysedText } from "../../schemas/generated/events.ts";
import { type CharacterRuns, characterRuns } from "../text/character-runs.ts";
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
  /** The words that have a stem, in order. */
  readonly stemWords: readonly Word[];
  /** Each stem once, in order, and how often the title has it. */
  readonly stems: readonly Stem[];
  readonly stemNumbers: readonly number[];
  readonly counts: readonly number[];
  readonly idfSum: number;
  readonly idfNorm: number;
  /** How many words with a stem stand before `with`, `for` or `in`. */
  readonly coreStems: number;
  readonly head: Word | undefined;
  readonly runs: CharacterRuns;
  /** How many runs of characters its words have, repetitions included. */
  readonly trigrams: number;
  readonly fourgrams: number;
  readonly quantities: readonly Quantity[];
  readonly attributes: readonly AttributeValue[];
  /** The first words that are a brand, as far as titles tell. */
  readonly brand: readonly Word[];
}

/** Prepares a title for all its pairs. */
export function prepareTitle(analysed: AnalysedText, terms: Terms): PreparedTitle {
  const joinedText = analysed.words.join("");
  const words = terms.words(analysed);
  const core = coreLength(analysed.words);
  const quantities: Quantity[] = [];
  const attributes: AttributeValue[] = [];
  const stemWords: Word[] = [];
  let [numbers, coreStems, distinctWords] = [0, 0, 0];
  for (let place = 0; place < words.length; place++) {
    const word = words[place]!;
    if (words.indexOf(word) === place) distinctWords++;
    if (word.hasDigit) numbers++;
    if (word.quantity !== undefined) quantities.push(word.quantity);
    for (let i = 0; i < word.attributes.length; i++) attributes.push(word.attributes[i]!);
    if (word.stem === undefined) continue;
    stemWords.push(word);
    if (place < core) coreStems++;
  }
  const { stems, counts, idfSum, idfNorm } = countStems(stemWords);
  return {
    // joined in one go: of a text put together of others a copy is made when it is first searched
    text: [" ", analysed.words.join(" "), " "].join(""),
    joinedText,
    words,
    distinctWords,
    numbers,
    stemWords: fitting(stemWords),
    stems: fitting(stems),
    stemNumbers: stems.map((stem) => stem.number),
    counts: fitting(counts),
    idfSum,
    idfNorm,
    coreStems,
    head: words[headPlace(analysed.words, core)],
    runs: characterRuns(analysed.words),
    trigrams: joinedText.length,
    fourgrams: joinedText.length - analysed.words.length,
    quantities: fitting(quantities),
    attributes: fitting(attributes),
    brand: fitting(words.slice(0, brandLength(analysed.words, 0, terms.vocabulary))),
  };
}

const none: readonly never[] = [];

/** The same list in no more memory than it needs: one that grew has room for more. */
function fitting<Item>(list: readonly Item[]): readonly Item[] {
  return list.length === 0 ? none : list.slice();
}

function countStems(words: readonly Word[]) {
  const stems: Stem[] = [];
  const counts: number[] = [];
  let [idfSum, squares] = [0, 0];
  for (let i = 0; i < words.length; i++) {
    const stem = words[i]!.stem!;
    const known = stems.indexOf(stem);
    if (known >= 0) {
      counts[known]!++;
    } else {
      stems.push(stem);
      counts.push(1);
    }
  }
  for (let i = 0; i < stems.length; i++) {
    const { idf } = stems[i]!;
    idfSum += idf;
    squares += (counts[i]! * idf) ** 2;
  }
  return { stems, counts, idfSum, idfNorm: Math.sqrt(squares) };
}
