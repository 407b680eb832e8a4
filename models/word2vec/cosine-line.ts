import type { TextEmbedder } from "../embedding/embedder.ts";
import { cosine } from "../embedding/similarity.ts";
import type { PairTexts } from "../model.ts";

/** A grade for each cosine: intercept + slope × cosine. */
export interface CosineLine {
  readonly intercept: number;
  readonly slope: number;
}

const rowsPerBatch = 4_000;

/** The cosine of query and title of each row. */
export async function cosinesOf(embedder: TextEmbedder, { texts, query, title }: PairTexts): Promise<Float64Array> {
  const cosines = new Float64Array(query.length);
  for (let first = 0; first < cosines.length; first += rowsPerBatch) {
    const batch = (places: Uint32Array) =>
      embedder.embed(Array.from(places.subarray(first, first + rowsPerBatch), (place) => texts[place]!));
    const [queries, titles] = [await batch(query), await batch(title)];
    for (const [i, vector] of queries.entries()) cosines[first + i] = cosine(vector, titles[i]!);
  }
  return cosines;
}

/** The line with the least squared error; level when all cosines are the same. */
export function fitLine(cosines: Float64Array, grades: Float32Array): CosineLine {
  const [meanCosine, meanGrade] = [meanOf(cosines), meanOf(grades)];
  let [together, spread] = [0, 0];
  for (const [row, value] of cosines.entries()) {
    together += (value - meanCosine) * (grades[row]! - meanGrade);
    spread += (value - meanCosine) ** 2;
  }
  const slope = spread > 0 ? together / spread : 0;
  return { intercept: meanGrade - slope * meanCosine, slope };
}

function meanOf(values: Float64Array | Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
