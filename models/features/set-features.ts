import { type FeatureName, featureNames } from "../../schemas/feature-sets.ts";

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
const columns = similarities.map((name) => ({
  from: columnOf(name),
  rank: columnOf(`${name}_rank`),
  z: columnOf(`${name}_z`),
  behind: columnOf(`${name}_behind`),
}));

/**
 * Writes the features that compare a product with the others of its search, in place, into whole feature rows in the order of `featureNames`,
 * whatever stood there. Rows of one search follow one another; without searches each row stands alone, with nothing to compare it to.
 */
export function addSetFeatures(values: Float32Array, searches?: Uint32Array): void {
  const count = values.length / width;
  for (let start = 0; start < count; ) {
    let end = start + 1;
    while (searches !== undefined && end < count && searches[end] === searches[start]) end++;
    addOfSearch(values.subarray(start * width, end * width), end - start);
    start = end;
  }
}

function addOfSearch(rows: Float32Array, count: number): void {
  for (let row = 0; row < count; row++) rows[row * width + productsColumn] = count;
  for (const { from, rank, z, behind } of columns) {
    const sorted = new Float32Array(count);
    for (let row = 0; row < count; row++) sorted[row] = rows[row * width + from]!;
    sorted.sort();
    const { mean, deviation } = momentsOf(sorted);
    const best = sorted[count - 1]!;
    for (let row = 0; row < count; row++) {
      const value = rows[row * width + from]!;
      rows[row * width + rank] = count === 1 ? Number.NaN : placeOf(value, sorted) / (count - 1);
      rows[row * width + z] = deviation > 0 ? (value - mean) / deviation : count === 1 ? Number.NaN : 0;
      rows[row * width + behind] = count === 1 ? Number.NaN : best - value;
    }
  }
}

function momentsOf(values: Float32Array): { mean: number; deviation: number } {
  let [sum, squares] = [0, 0];
  for (const value of values) sum += value;
  const mean = sum / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  // equal values differ from their mean by rounding alone
  return { mean, deviation: values[0] === values.at(-1) ? 0 : Math.sqrt(squares / values.length) };
}

/** How many sorted values lie below a value of theirs. */
function placeOf(value: number, sorted: Float32Array): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
