import { expect, test } from "vitest";
import { learnTerms, termVector } from "../../../models/relevance/term-space.ts";

const terms = learnTerms([["door", "white", "door"], ["door", ""], ["oak"]]);
const ln = Math.log;

test("learnTerms: terms in alphabetical order, the rarer the heavier, stop words and repetitions aside", () => {
  expect([...terms.places]).toEqual([
    ["door", 0],
    ["oak", 1],
    ["white", 2],
  ]);
  expect([...terms.weights]).toEqual([ln(4 / 3) + 1, ln(2) + 1, ln(2) + 1].map((weight) => expect.closeTo(weight, 6)));
  expect(terms.unseen).toBeCloseTo(ln(4) + 1, 12);
});

test("termVector: is of length 1, each term once, places ascending", () => {
  const { places, values } = termVector(terms, ["white", "door", "white", ""]);
  const [door, white] = [ln(4 / 3) + 1, ln(2) + 1];
  expect([...places]).toEqual([0, 2]);
  expect([...values]).toEqual([door, white].map((weight) => expect.closeTo(weight / Math.hypot(door, white), 6)));
});

test("termVector: a term never seen makes the vector shorter", () => {
  const [oak, unseen] = [ln(2) + 1, ln(4) + 1];
  const { places, values } = termVector(terms, ["oak", "zorblax"]);
  expect([...places]).toEqual([1]);
  expect(values[0]).toBeCloseTo(oak / Math.hypot(oak, unseen), 6);
});

test.for([[[]], [[""]], [["zorblax"]]])("termVector: of %j is empty", ([stems]) => {
  expect(termVector(terms, stems!)).toEqual({ places: new Int32Array(), values: new Float32Array() });
  expect(termVector(learnTerms([]), stems!).places).toHaveLength(0);
});
