import { type FeatureName, featureNames } from "../../schemas/feature-sets.ts";
import { countBelow } from "../count-below.ts";

/** The similarities that are compared within a search. */
const similarities = [
  "idf_overlap",
  "fuzzy_idf",
  "core_overlap",
  "fourgram_coverage",
  "bm25",
  "tfidf_cosine",
  "embedding_similarity",
] as const satisfies readonly FeatureName[];

const width = featureNames.length;
const columnOf = (name: FeatureName) => featureNames.indexOf(name);
const productsColumn = columnOf("search_products");
const consensus = {
  own: columnOf("title_consensus"),
  z: columnOf("title_consensus_z"),
  mean: columnOf("search_consensus"),
};
const columns = similarities.map((name) => ({
  from: columnOf(name),
  rank: columnOf(`${name}_rank`),
  z: columnOf(`${name}_z`),
  behind: columnOf(`${name}_behind`),
}));
const missingAlone = [...columns.flatMap(({ rank, z, behind }) => [rank, z, behind]), ...Object.values(consensus)];

/** What rows are shown with. */
export interface Company {
  /** The search of each row; rows of one search follow one another. */
  readonly searches: Uint32Array;
  /** The stems of each row's title, each once, by their numbers: from 0, the same of equal stems. */
  readonly titles: readonly (readonly number[])[];
}

/** What the products of one search are compared by. */
export interface Compared {
  /** Each similarity of `comparedCount`, one after the other, of all products of the search. */
  readonly similarities: Float32Array;
  /** The stems of each product's title, as in `Company`. */
  readonly titles: Company["titles"];
}

/** How many similarities are compared within a search. */
export const comparedCount = similarities.length;

/**
 * Writes the features that compare a product with the others of its search, in place, into whole feature rows in the order of `featureNames`,
 * whatever stood there. Without company each row stands alone, with nothing to compare it to.
 */
export function addSetFeatures(values: Float32Array, company?: Company): void {
  const count = values.length / width;
  if (company !== undefined) checkCompany(company, count);
  for (let start = 0; start < count; ) {
    const end = company === undefined ? start + 1 : endOfSearch(company.searches, start);
    const rows = values.subarray(start * width, end * width);
    if (company === undefined || end - start === 1) writeAlone(rows);
    else {
      const compared = new Float32Array(comparedCount * (end - start));
      writeCompared(rows, compared, 0);
      addComparisons(rows, { similarities: compared, titles: company.titles.slice(start, end) }, 0);
    }
    start = end;
  }
}

/** Writes the similarities of some products of a search, whose first has the place `first`, to those of all of them. */
export function writeCompared(rows: Float32Array, compared: Float32Array, first: number): void {
  const products = compared.length / comparedCount;
  for (const [i, { from }] of columns.entries()) {
    for (let row = 0; row < rows.length / width; row++)
      compared[i * products + first + row] = rows[row * width + from]!;
  }
}

/** Writes the features that compare a product with the others of its search into the rows of some of them, whose first has the place `first`. The search has several. */
export function addComparisons(rows: Float32Array, compared: Compared, first: number): void {
  addRanks(rows, compared, first);
  addConsensus(rows, compared.titles, first);
}

function checkCompany({ searches, titles }: Company, count: number): void {
  if (searches.length === count && titles.length === count) return;
  throw new Error(`${count} rows, but ${searches.length} searches and ${titles.length} titles`);
}

function endOfSearch(searches: Uint32Array, start: number): number {
  let end = start + 1;
  while (end < searches.length && searches[end] === searches[start]) end++;
  return end;
}

/** A product with nothing to compare it to. */
function writeAlone(row: Float32Array): void {
  row[productsColumn] = 1;
  for (const column of missingAlone) row[column] = Number.NaN;
}

function addRanks(rows: Float32Array, { similarities, titles }: Compared, first: number): void {
  const products = titles.length;
  const count = rows.length / width;
  for (let row = 0; row < count; row++) rows[row * width + productsColumn] = products;
  for (const [i, { rank, z, behind }] of columns.entries()) {
    const values = similarities.subarray(i * products, (i + 1) * products);
    const sorted = values.slice().sort();
    const moments = momentsOf(sorted);
    const best = sorted[products - 1]!;
    for (let row = 0; row < count; row++) {
      const value = values[first + row]!;
      rows[row * width + rank] = countBelow(sorted, value) / (products - 1);
      rows[row * width + z] = standardised(value, moments);
      rows[row * width + behind] = best - value;
    }
  }
}

/** Products that many others of a search resemble are what it is about: the mean cosine of a title's stems with those of each other title. */
function addConsensus(rows: Float32Array, titles: Compared["titles"], first: number): void {
  const products = titles.length;
  for (const stems of titles) addWeight(stems, weightOf(stems));
  const shared = new Float32Array(products);
  for (let place = 0; place < products; place++) {
    const stems = titles[place]!;
    const weight = weightOf(stems);
    let sum = 0;
    for (let i = 0; i < stems.length; i++) sum += sums[stems[i]!]! - weight;
    shared[place] = (sum * weight) / (products - 1);
  }
  for (const stems of titles) for (let i = 0; i < stems.length; i++) sums[stems[i]!] = 0;
  const moments = momentsOf(shared.slice().sort());
  for (let row = 0; row < rows.length / width; row++) {
    rows[row * width + consensus.own] = shared[first + row]!;
    rows[row * width + consensus.z] = standardised(shared[first + row]!, moments);
    rows[row * width + consensus.mean] = moments.mean;
  }
}

/** The weights of the titles that have a stem, added up by its number; all are 0 in between. */
let sums = new Float64Array(1_024);

function addWeight(stems: readonly number[], weight: number): void {
  for (let i = 0; i < stems.length; i++) {
    const stem = stems[i]!;
    if (stem >= sums.length) sums = withRoomFor(stem);
    sums[stem]! += weight;
  }
}

function withRoomFor(stem: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * stem);
  larger.set(sums);
  return larger;
}

/** Each stem's part of a title, as a vector of length 1. */
function weightOf(stems: readonly number[]): number {
  return stems.length === 0 ? 0 : 1 / Math.sqrt(stems.length);
}

interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

/** In deviations from the mean; 0 where all are equal. */
function standardised(value: number, { mean, deviation }: Moments): number {
  return deviation > 0 ? (value - mean) / deviation : 0;
}

/** Of sorted values. */
function momentsOf(values: Float32Array): Moments {
  let [sum, squares] = [0, 0];
  for (const value of values) sum += value;
  const mean = sum / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  // equal values differ from their mean by rounding alone
  return { mean, deviation: values[0] === values.at(-1) ? 0 : Math.sqrt(squares / values.length) };
}
