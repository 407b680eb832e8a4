import { featureNames } from "../../schemas/feature-sets.ts";
import type { AnalysedText } from "../../schemas/generated/events.ts";
import { countTowardsTurn, othersTurn } from "../others-turn.ts";
import type { Vocabulary } from "../text/vocabulary.ts";
import { WeakCache } from "../weak-cache.ts";
import { matchPair } from "./matched-pair.ts";
import { pairGroups } from "./pair-groups.ts";
import { type PreparedQuery, prepareQuery } from "./prepared-query.ts";
import { type PreparedTitle, prepareTitle } from "./prepared-title.ts";
import { addComparisons, addSetFeatures, writeCompared } from "./set-features.ts";
import { createTerms, type Terms } from "./terms.ts";

/** A query and a product whose features are asked for, with their vectors, which live in one space. */
export interface TextPair {
  readonly query: AnalysedText;
  readonly title: AnalysedText;
  /** The brand as the shop names it, where it does. */
  readonly brand?: string | null;
  readonly queryVector: Float32Array;
  readonly titleVector: Float32Array;
}

/**
 * The features of each pair, row by row in the order of `featureNames`, as `schemas/feature-sets.ts` describes them; NaN is missing.
 * `searches` numbers the search of each pair; pairs of one search follow one another, and without it each pair stands alone.
 */
export function lexicalFeatures(
  pairs: readonly TextPair[],
  vocabulary: Vocabulary,
  searches?: Uint32Array,
): Float32Array {
  const { values, titles, write } = pairWriter(pairs, vocabulary);
  for (let row = 0; row < pairs.length; row++) write(row);
  addSetFeatures(values, searches && { searches, titles });
  return values;
}

/** The same features, giving others their turn on the way. */
export async function lexicalFeaturesInTurns(
  pairs: readonly TextPair[],
  vocabulary: Vocabulary,
  searches?: Uint32Array,
): Promise<Float32Array> {
  const { values, titles } = await writtenInTurns(pairs, vocabulary);
  addSetFeatures(values, searches && { searches, titles });
  return values;
}

/** Some products of a search, while others see to the others: threads that share what they write. */
export interface SearchPart {
  /** The place of its first product among all. */
  readonly first: number;
  /** The similarities of all products of the search, `comparedCount` of each; each part writes its own. */
  readonly similarities: Float32Array;
  /** Returns when every part has written its own. Throws when one can't. */
  meet(): void;
}

/** The same features, of the pairs of a part of a search; `titles` are those of the whole search, which has several. Throws what `meet` throws. */
export async function lexicalFeaturesOfPart(
  pairs: readonly TextPair[],
  vocabulary: Vocabulary,
  titles: readonly AnalysedText[],
  { first, similarities, meet }: SearchPart,
): Promise<Float32Array> {
  const { values } = await writtenInTurns(pairs, vocabulary);
  writeCompared(values, similarities, first);
  const { title } = preparerOf(vocabulary);
  const stems = titles.map((text) => title(text).stemNumbers);
  meet();
  addComparisons(values, { similarities, titles: stems }, first);
  return values;
}

/** The features of pairs that need no other pair, and the stems of their titles. */
async function writtenInTurns(pairs: readonly TextPair[], vocabulary: Vocabulary) {
  const { values, titles, write } = pairWriter(pairs, vocabulary);
  const isOthersTurn = countTowardsTurn();
  for (let row = 0; row < pairs.length; row++) {
    write(row);
    if (isOthersTurn(pairs[row]!.title.words.length)) await othersTurn();
  }
  return { values, titles };
}

/** Writes the features of a pair that need no other pair, row by row, and notes the stems of its title. */
function pairWriter(pairs: readonly TextPair[], vocabulary: Vocabulary) {
  const preparer = preparerOf(vocabulary);
  const values = new Float32Array(pairs.length * featureNames.length);
  const titles: (readonly number[])[] = [];
  const ofPair = new Float32Array(featureNames.length);
  let asked: AnalysedText | undefined;
  let query: PreparedQuery | undefined;
  const write = (row: number) => {
    const pair = pairs[row]!;
    if (query === undefined || pair.query !== asked) {
      asked = pair.query;
      query = prepareQuery(asked, preparer.terms);
    }
    const title = preparer.title(pair.title);
    const { queryVector, titleVector } = pair;
    const brand = pair.brand ? preparer.terms.brand(pair.brand) : title.brand;
    const matched = matchPair({ query, title, vocabulary, brand, queryVector, titleVector });
    for (let group = 0; group < groups.length; group++) groups[group]!(matched, ofPair);
    values.set(ofPair, row * featureNames.length);
    titles.push(title.stemNumbers);
  };
  return { values, titles, write };
}

const groups = Object.values(pairGroups);

/** What is kept between batches: words, stems and the titles met last. */
interface Preparer {
  readonly terms: Terms;
  title(text: AnalysedText): PreparedTitle;
}

const mostTerms = 200_000;
const preparers = new WeakMap<Vocabulary, Preparer>();

/** Terms are compared as objects, so all of them are forgotten together, and only between batches. */
function preparerOf(vocabulary: Vocabulary): Preparer {
  const kept = preparers.get(vocabulary);
  if (kept !== undefined && kept.terms.size < mostTerms) return kept;
  const terms = createTerms(vocabulary);
  const titles = new WeakCache<AnalysedText, PreparedTitle>();
  const prepare = (text: AnalysedText) => prepareTitle(text, terms);
  const preparer = { terms, title: (text: AnalysedText) => titles.getOrMake(text, prepare) };
  preparers.set(vocabulary, preparer);
  return preparer;
}
