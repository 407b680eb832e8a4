import { expect, test } from "vitest";
import { multiply, multiplyTransposed, type SparseMatrix, writeSparse } from "../../../models/sparse/sparse-matrix.ts";

/** [1 0 2], [0 0 0], [0 3 4 named as 1 and 3]: written in more room than was asked for. */
function small(): SparseMatrix {
  const writer = writeSparse(1, 1);
  writer.add(0, 1);
  writer.add(2, 2);
  writer.endRow();
  writer.endRow();
  for (const value of [1, 3]) writer.add(2, value);
  writer.add(1, 3);
  writer.endRow();
  return writer.matrix(3);
}

test("writeSparse: grows past what was expected, and keeps empty rows", () => {
  expect(small()).toEqual({
    ...{ rows: 3, columns: 3, starts: Uint32Array.of(0, 2, 2, 5) },
    ...{ places: Uint32Array.of(0, 2, 2, 2, 1), values: Float32Array.of(1, 2, 1, 3, 3) },
  });
});

test("writeSparse: no rows make a matrix of none", () => {
  expect(writeSparse(0, 0).matrix(2)).toMatchObject({ rows: 0, columns: 2, starts: Uint32Array.of(0) });
});

test("multiply: several vectors at once, over what was there before", () => {
  const into = new Float64Array(6).fill(9);
  multiply(small(), Float64Array.of(1, -1, 10, 0, 100, 0.5), 2, into);
  expect([...into]).toEqual([201, 0, 0, 0, 430, 2]);
});

test("multiplyTransposed: several vectors at once, over what was there before", () => {
  const into = new Float64Array(6).fill(9);
  multiplyTransposed(small(), Float64Array.of(1, -1, 7, 7, 10, 0.5), 2, into);
  expect([...into]).toEqual([1, -1, 30, 1.5, 42, 0]);
});
