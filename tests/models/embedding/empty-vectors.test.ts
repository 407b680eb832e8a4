import { expect, test } from "vitest";
import { emptyVectors } from "../../../models/embedding/empty-vectors.ts";

test("emptyVectors: gives zeros, each vector its own", () => {
  const empty = emptyVectors(3);
  const vectors = Array.from({ length: 100 }, (_, i) => empty().fill(i));
  expect(vectors.map((vector) => [...vector])).toEqual(Array.from({ length: 100 }, (_, i) => [i, i, i]));
  expect([...empty()]).toEqual([0, 0, 0]);
});
