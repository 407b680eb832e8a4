import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { RoundedRows } from "../../../models/retrieval/rounded-rows.ts";
import { cosineByHand, hardVectors, lengthOf } from "../../support/hard-vectors.ts";

interface Visited {
  readonly row: number;
  readonly low: number;
  readonly high: number;
}

function roundedRows(vectors: readonly Float32Array[], dimensions: number): RoundedRows {
  const rows = new RoundedRows(dimensions);
  for (const [row, vector] of vectors.entries()) rows.set(row, vector, 1 / lengthOf(vector) || 0);
  return rows;
}

function visited(rows: RoundedRows, query: Float32Array, size: number, threshold = Number.NEGATIVE_INFINITY) {
  const found: Visited[] = [];
  rows.visit(
    query,
    1 / lengthOf(query),
    size,
    () => threshold,
    (row, low, high) => found.push({ row, low, high }),
  );
  return found;
}

test.for([1, 2, 7, 16, 100, 128, 384, 1_024])(
  "RoundedRows: every cosine is between its bounds, in %i dimensions",
  (dimensions) => {
    const vectors = hardVectors(600, dimensions, 1).filter((vector) => lengthOf(vector) > 0);
    const rows = roundedRows(vectors, dimensions);
    for (const query of vectors.slice(0, 40)) {
      const found = visited(rows, query, vectors.length);
      expect(found.map(({ row }) => row)).toEqual([...vectors.keys()]);
      const wrong = found.filter(({ row, low, high }) => {
        const cosine = cosineByHand(query, vectors[row]!);
        return !(low <= cosine && cosine <= high && high - low < 0.1);
      });
      expect(wrong).toEqual([]);
    }
  },
);

test("RoundedRows: the largest sums of products stay whole", () => {
  for (const dimensions of [128, 1_024, 4_096]) {
    const ones = new Float32Array(dimensions).fill(3);
    const [found] = visited(roundedRows([ones], dimensions), ones, 1);
    expect(found!.low).toBeCloseTo(1, 4);
    expect(found!.high).toBeCloseTo(1, 4);
  }
});

test("RoundedRows: a row that can't reach the threshold is not visited, one that may is", () => {
  const random = seededRandom(5);
  const vectors = Array.from({ length: 5_000 }, () => Float32Array.from({ length: 24 }, () => random.uniform() - 0.5));
  const rows = roundedRows(vectors, 24);
  for (const query of vectors.slice(0, 20)) {
    const found = visited(rows, query, vectors.length, 0.5);
    expect(found.every(({ high }) => high >= 0.5)).toBe(true);
    const seen = new Set(found.map(({ row }) => row));
    const near = [...vectors.keys()].filter((row) => cosineByHand(query, vectors[row]!) >= 0.5);
    expect(near.filter((row) => !seen.has(row))).toEqual([]);
    expect(found.length).toBeLessThan(near.length + 20);
  }
});

test("RoundedRows: rows beyond the size, and those with a number that is none, are not visited", () => {
  const vectors = [1, Number.NaN, 2, Number.POSITIVE_INFINITY, 3, 4].map((value) => Float32Array.of(value, 1));
  const found = visited(roundedRows(vectors, 2), Float32Array.of(1, 1), 5);
  expect(found.map(({ row }) => row)).toEqual([0, 2, 4]);
});

test("RoundedRows: a row is replaced, and copied into another", () => {
  const rows = roundedRows(
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ].map((values) => Float32Array.from(values)),
    3,
  );
  rows.set(0, Float32Array.of(3, 4, 0), 0.2);
  rows.copy(0, 2);
  const cosines = visited(rows, Float32Array.of(0, 5, 0), 3).map(({ low, high }) => (low + high) / 2);
  expect(cosines).toEqual([0.8, 1, 0.8].map((cosine) => expect.closeTo(cosine, 2)));
});
