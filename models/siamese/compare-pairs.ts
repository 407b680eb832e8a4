import type { PairVectors } from "../model.ts";
import { floats, numbersOf, type Session, type Tensors } from "../net/session.ts";

/** Numbers of one side of a batch: about 4 MB. */
const numbersPerBatch = 1_000_000;

/** What a net that compares vectors gives for each pair, by the name of its output. */
export async function comparePairs(
  session: Session,
  output: string,
  { query, title }: PairVectors,
  dimensions: number,
): Promise<Float32Array> {
  const results = new Float32Array(query.length);
  const pairsPerBatch = Math.max(1, Math.floor(numbersPerBatch / dimensions));
  for (let start = 0; start < query.length; start += pairsPerBatch) {
    const end = start + pairsPerBatch;
    const batch = { query: query.slice(start, end), title: title.slice(start, end) };
    const given = await session.run(pairInputs(batch, dimensions));
    results.set(numbersOf(given[output]!), start);
  }
  return results;
}

/** The inputs `query` and `title` of such a net, each pairs × dimensions. */
export function pairInputs({ query, title }: PairVectors, dimensions: number): Tensors {
  return { query: matrix(query, dimensions), title: matrix(title, dimensions) };
}

function matrix(vectors: readonly Float32Array[], dimensions: number) {
  const numbers = new Float32Array(vectors.length * dimensions);
  for (const [row, vector] of vectors.entries()) numbers.set(vector, row * dimensions);
  return floats(numbers, [vectors.length, dimensions]);
}
