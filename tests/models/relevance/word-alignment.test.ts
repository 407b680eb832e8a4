import { expect, test } from "vitest";
import { createWordAlignment } from "../../../models/relevance/word-alignment.ts";

// tap and faucet at an angle of 60 degrees, nail across both of them, bolt against tap
const words = ["tap", "faucet", "nail", "bolt"].map((word, i) => [word, [3, 1, 1, 9][i]!] as const);
const vectors = Float32Array.of(2, 0, 0, 1, Math.sqrt(3), 0, 0, 0, 5, -1, 0, 0);
const alignment = createWordAlignment({ words, sentences: 7, dimensions: 3, vectors });
const align = (query: readonly string[], title: readonly string[]) =>
  alignment.align(alignment.read(query), alignment.read(title));
const weigh = (count: number) => Math.log(8 / (1 + count)) + 1;

test("createWordAlignment: each word of the query takes the nearest of the title, rare ones weigh more", () => {
  expect(align(["tap"], ["faucet", "nail"])).toBeCloseTo(0.5, 6);
  expect(align(["tap", "nail", "tap"], ["faucet", "nail"])).toBeCloseTo(
    (0.5 * weigh(3) + weigh(1)) / (weigh(3) + weigh(1)),
    6,
  );
});

test("createWordAlignment: the same word is met wholly, also a frequent one, an opposite one not at all", () => {
  expect(align(["bolt"], ["bolt"])).toBe(1);
  expect(align(["tap"], ["bolt"])).toBe(0);
});

test("createWordAlignment: without a known word of the query it says nothing, without one of the title 0", () => {
  expect(align(["zorblax"], ["tap"])).toBeNaN();
  expect(align([], ["tap"])).toBeNaN();
  expect(align(["tap", "zorblax"], ["zorblax"])).toBe(0);
  expect(align(["tap"], [])).toBe(0);
});
