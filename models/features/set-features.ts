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

/**
 * Writes the features that compare a product with the others of its search, in place, into whole feature rows in the order of `featureNames`,
 * whatever stood there. `titles` are the stems of each row's title, empty for stop words. Rows of one search follow one another; without searches
 * each row stands alone, with nothing to compare it to.
 */
export function addSetFeatures(
  values: Float32Array,
  titles: readonly (readonly string[])[],
  searches?: Uint32Array,
): void {
  const count = values.length / width;
  if (titles.length !== count) throw new Error(`${count} rows, but ${titles.length} titles`);
  for (let start = 0; start < count; ) {
    let end = start + 1;
    while (searches !== undefined && end < count && searches[end] === searches[start]) end++;
    const rows = values.subarray(start * width, end * width);
    if (end - start === 1) writeAlone(rows);
    else {
      addComparisons(rows, end - start);
      addConsensus(rows, titles.slice(start, end));
    }
    start = end;
  }
}

/** A product with nothing to compare it to. */
function writeAlone(row: Float32Array): void {
  row[productsColumn] = 1;
  for (const column of missingAlone) row[column] = Number.NaN;
}

function addComparisons(rows: Float32Array, count: number): void {
  for (let row = 0; row < count; row++) rows[row * width + productsColumn] = count;
  const sorted = new Float32Array(count);
  for (const { from, rank, z, behind } of columns) {
    for (let row = 0; row < count; row++) sorted[row] = rows[row * width + from]!;
    sorted.sort();
    const moments = momentsOf(sorted);
    const best = sorted[count - 1]!;
    for (let row = 0; row < count; row++) {
      const value = rows[row * width + from]!;
      rows[row * width + rank] = countBelow(sorted, value) / (count - 1);
      rows[row * width + z] = standardised(value, moments);
      rows[row * width + behind] = best - value;
    }
  }
}

/** Products that many others of a search resemble are what it is about: the mean cosine of a title's stems with those of each other title. */
function addConsensus(rows: Float32Array, titles: readonly (readonly string[])[]): void {
  const count = titles.length;
  const distinct = titles.map((stems) => stems.filter((stem, place) => stem !== "" && stems.indexOf(stem) === place));
  const weights = distinct.map((stems) => (stems.length === 0 ? 0 : 1 / Math.sqrt(stems.length)));
  const sums = new Map<string, number>();
  distinct.forEach((stems, row) => {
    for (const stem of stems) sums.set(stem, (sums.get(stem) ?? 0) + weights[row]!);
  });
  const shared = new Float32Array(count);
  distinct.forEach((stems, row) => {
    let sum = 0;
    for (const stem of stems) sum += sums.get(stem)! - weights[row]!;
    shared[row] = (sum * weights[row]!) / (count - 1);
  });
  const moments = momentsOf(shared.slice().sort());
  for (let row = 0; row < count; row++) {
    rows[row * width + consensus.own] = shared[row]!;
    rows[row * width + consensus.z] = standardised(shared[row]!, moments);
    rows[row * width + consensus.mean] = moments.mean;
  }
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
