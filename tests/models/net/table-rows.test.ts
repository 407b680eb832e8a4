import { expect, test } from "vitest";
import { embedding } from "../../../models/net/layers/embedding.ts";
import { lstm } from "../../../models/net/layers/lstm.ts";
import { eachStep, tokenInputs } from "../../../models/net/layers/sequences.ts";
import { meanSquaredError } from "../../../models/net/losses.ts";
import type { Net } from "../../../models/net/net.ts";
import { input, multiply, sum } from "../../../models/net/operations.ts";
import { packSequences } from "../../../models/net/pack-sequences.ts";
import { floats, ints } from "../../../models/net/session.ts";
import { checkRows, touchedRows } from "../../../models/net/table-rows.ts";
import { trainSmall } from "../../support/small-nets.ts";

const texts = { query: [[5, 6], [7], [5, 6, 5]], product: [[1, 2, 3, 4], [2], [3, 3]] };

function wordNet(optimiser: "adam" | "sparse-adam", isBidirectional: boolean): Net {
  return {
    outputs(build) {
      const tokens = tokenInputs(build, ["query", "product"], 5);
      const vectors = eachStep(tokens, (ids) => embedding(build, "words", ids, { rows: 8, width: 3, optimiser }));
      const { query, product } = lstm(build, "lstm", vectors, { units: 4, isBidirectional });
      return { score: sum(multiply(query!, product!), [-1]) };
    },
    loss: ({ score }) => meanSquaredError(score!, input("grade", ["batch", 1])),
  };
}

test.for([false, true])(
  "embedding: the first step of sparse Adam is dense Adam's, bidirectional %s",
  async (isBoth) => {
    const { inputs, rows } = packSequences(texts, 5, "words/vectors");
    const grade = floats([1, 0, 0.5], [3, 1]);
    const sparse = { inputs: { ...inputs, grade }, ...(rows && { rows }) };
    // dense Adam's table is a parameter like others, which tokens count within as a whole
    const ids = Array.from(inputs.tokens!.data as Int32Array, (place) => rows!["words/vectors"]![place]!);
    const dense = { inputs: { ...sparse.inputs, tokens: ints(ids) } };
    const train = (optimiser: "adam" | "sparse-adam", batch: typeof sparse | typeof dense) =>
      trainSmall(wordNet(optimiser, isBoth), { steps: 1, learningRate: 0.1, batch: () => batch });
    const [one, other] = [await train("sparse-adam", sparse), await train("adam", dense)];
    expect([...one.weights.keys()].toSorted()).toEqual([...other.weights.keys()].toSorted());
    for (const [name, values] of one.weights) {
      const apart = values.map((value, place) => Math.abs(value - other.weights.get(name)![place]!));
      expect(Math.max(...apart), name).toBeLessThan(1e-4);
    }
  },
);

test("touchedRows: each row once, in order of first sight", () => {
  expect(touchedRows([7, 3, 7, 0])).toEqual({ rows: Int32Array.of(7, 3, 0), places: Int32Array.of(0, 1, 0, 2) });
});

test("checkRows: a row that is not there is refused", () => {
  expect(() => checkRows(Int32Array.of(0, 4), 4)).toThrow(new RangeError("a table of 4 rows has no row 4"));
  expect(() => checkRows(Int32Array.of(-1), 4)).toThrow("has no row -1");
  checkRows(Int32Array.of(0, 3), 4);
});

test("touchedRows: refuses a negative row", () => {
  expect(() => touchedRows([3, -1])).toThrow("no table has a row -1");
});
