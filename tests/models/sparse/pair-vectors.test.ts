import { expect, test } from "vitest";
import { embeddable } from "../../../models/embedding/embedder.ts";
import { createPairScorer, type PairUnit, pairColumns, pairVectors } from "../../../models/sparse/pair-vectors.ts";
import { scoresOf } from "../../../models/sparse/ridge-systems.ts";

const text = (raw: string) => embeddable(raw, { words: raw.split(" "), stems: raw.split(" ") });
const texts = [text("oak door"), text("solid oak door"), text("lamp")];

test.each<PairUnit>(["words", "characters"])("pairVectors: the %s of a pair, whatever rows are beside it", (unit) => {
  const both = pairVectors({ texts, query: Uint32Array.of(0, 2), title: Uint32Array.of(1, 1) }, unit);
  const alone = pairVectors({ texts, query: Uint32Array.of(2), title: Uint32Array.of(1) }, unit);
  expect([both.rows, both.columns, alone.rows]).toEqual([2, pairColumns[unit], 1]);
  expect(both.places.slice(both.starts[1])).toEqual(alone.places);
  expect(both.values.slice(both.starts[1])).toEqual(alone.values);
  expect(Math.max(...both.places)).toBeLessThan(pairColumns[unit]);
  expect(alone.places.length).toBeGreaterThan(5);
});

test.each<PairUnit>(["words", "characters"])(
  "createPairScorer: scores %s as their vectors are scored, bit by bit",
  async (unit) => {
    const coefficients = Float32Array.from({ length: pairColumns[unit] }, (_, column) => Math.sin(column));
    const fit = { intercept: 0.3, coefficients };
    const rows = { texts, query: Uint32Array.of(0, 2, 2, 0), title: Uint32Array.of(1, 1, 2, 1) };
    const score = createPairScorer(unit, fit);
    expect(await score(rows)).toEqual(scoresOf(pairVectors(rows, unit), fit));
    expect(await score(rows)).toEqual(scoresOf(pairVectors(rows, unit), fit));
  },
);

test("pairVectors: no pairs make a matrix of no rows", () => {
  const none = { texts, query: new Uint32Array(), title: new Uint32Array() };
  expect(pairVectors(none, "words")).toMatchObject({ rows: 0, columns: pairColumns.words });
});
