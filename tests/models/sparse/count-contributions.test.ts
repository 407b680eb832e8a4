import { expect, test } from "vitest";
import { forestContributions, linearContributions } from "../../../models/sparse/count-contributions.ts";
import { writeSparse } from "../../../models/sparse/sparse-matrix.ts";
import type { TreeEnsemble } from "../../../models/trees/tree-ensemble.ts";

const columns = { query: ["door", "oak"], title: ["lamp", "oak"] };

/** Two doors and two oaks in the title, which the row names twice; then an oak in the query. */
function counts() {
  const writer = writeSparse(2, 3);
  writer.add(3, 1);
  writer.add(0, 2);
  writer.add(3, 1);
  writer.endRow();
  writer.add(1, 1);
  writer.endRow();
  return writer.matrix(4);
}

test("linearContributions: a count times its coefficient, by the word and where it stands", () => {
  const fit = { intercept: 2.5, coefficients: Float32Array.of(0.5, -1, 9, 0.25) };
  expect(linearContributions(counts(), columns, fit)).toEqual({
    names: ['"door" in the query', '"oak" in the query', '"oak" in the title'],
    base: 2.5,
    values: Float32Array.of(1, -0, 0.5, 0, -1, 0),
  });
});

/** A stump that asks for two of a column: 1 where there are fewer, which is so for three rows of four, else 3. */
function stump(column: number): TreeEnsemble {
  return {
    ...{ columns: 4, base: 0, roots: Uint32Array.of(0), column: Int32Array.of(column, -1, -1) },
    ...{ threshold: Float32Array.of(1.5, 0, 0), left: Uint32Array.of(1, 0, 0), right: Uint32Array.of(2, 0, 0) },
    ...{ missingLeft: Uint8Array.of(0, 0, 0), value: Float32Array.of(1.5, 1, 3), gain: Float32Array.of(1, 0, 0) },
    ...{ cover: Float32Array.of(4, 3, 1), categories: new Map() },
  };
}

test("forestContributions: by the words that there are, and of the others together", () => {
  const names = ['"door" in the query', '"oak" in the query', '"oak" in the title', "other words, which are not there"];
  expect(forestContributions(counts(), columns, "words", stump(3))).toEqual({
    ...{ names, base: 1.5 },
    values: Float32Array.of(0, 0, 1.5, 0, 0, 0, -0.5, 0),
  });
  expect(forestContributions(counts(), columns, "words", stump(2))).toEqual({
    ...{ names, base: 1.5 },
    values: Float32Array.of(0, 0, 0, -0.5, 0, 0, 0, -0.5),
  });
});
