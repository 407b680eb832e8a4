import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { nearestRows } from "../../../models/retrieval/nearest-rows.ts";
import { VectorMatrix } from "../../../models/retrieval/vector-matrix.ts";
import { cosineByHand, hardVectors } from "../../support/hard-vectors.ts";

function matrixOf(vectors: ReadonlyMap<number, Float32Array>, dimensions: number): VectorMatrix {
  const matrix = new VectorMatrix(dimensions);
  for (const [document, vector] of vectors) matrix.set(document, vector);
  return matrix;
}

/** Every vector compared and all of them sorted; of equal ones the lower document first. */
function plainly(vectors: ReadonlyMap<number, Float32Array>, query: Float32Array, limit = vectors.size) {
  const all = [...vectors].map(([document, vector]) => ({ document, cosine: cosineByHand(query, vector) }));
  const best = all.sort((a, b) => b.cosine - a.cosine || a.document - b.document).slice(0, limit);
  return { documents: best.map(({ document }) => document), scores: best.map(({ cosine }) => cosine) };
}

function found(matrix: VectorMatrix, query: Float32Array, limit: number) {
  const { documents, scores } = nearestRows(matrix, query, limit);
  return { documents: [...documents], scores: [...scores] };
}

test.for([
  [1, 300],
  [2, 1_500],
  [16, 3_000],
  [100, 2_000],
  [128, 3_000],
  [384, 1_000],
] as const)(
  "nearestRows: in %i dimensions the very order of a plain comparison, for vectors made to be hard",
  ([dimensions, count]) => {
    const vectors = new Map(hardVectors(count, dimensions, dimensions).entries());
    const matrix = matrixOf(vectors, dimensions);
    for (const query of hardVectors(24, dimensions, dimensions + 1)) {
      const { documents, scores } = plainly(vectors, query);
      for (const limit of [1, 10, 100]) {
        const best = { documents: documents.slice(0, limit), scores: scores.slice(0, limit) };
        expect(found(matrix, query, limit)).toEqual(best);
      }
    }
  },
);

test("nearestRows: whatever order the vectors come in, the best last of all too", () => {
  const query = Float32Array.of(1, 0, 0);
  const rising = Array.from({ length: 3_000 }, (_, i) => Float32Array.of(i, 3_000 - i, 1));
  for (const order of [rising, rising.toReversed()]) {
    const vectors = new Map(order.entries());
    expect(found(matrixOf(vectors, 3), query, 10)).toEqual(plainly(vectors, query, 10));
  }
});

test("nearestRows: after rows were replaced, freed and filled", () => {
  const vectors = new Map(hardVectors(2_000, 32, 3).entries());
  const matrix = matrixOf(vectors, 32);
  const random = seededRandom(4);
  for (const vector of hardVectors(1_000, 32, 5)) {
    const document = random.int(2_400);
    vectors.set(document, vector);
    matrix.set(document, vector);
    const gone = random.int(2_400);
    expect(matrix.delete(gone)).toBe(vectors.delete(gone));
  }
  for (const query of hardVectors(24, 32, 6)) expect(found(matrix, query, 10)).toEqual(plainly(vectors, query, 10));
});

test("nearestRows: no more than there are, and none where none is asked for", () => {
  const vectors = new Map(hardVectors(6, 8, 7).entries());
  const query = new Float32Array(8).fill(1);
  expect(found(matrixOf(vectors, 8), query, 10)).toEqual(plainly(vectors, query, 10));
  expect(found(matrixOf(vectors, 8), query, 0).documents).toEqual([]);
  expect(found(matrixOf(new Map(), 8), query, 10).documents).toEqual([]);
});
