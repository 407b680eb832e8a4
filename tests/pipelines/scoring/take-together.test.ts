import { expect, test } from "vitest";
import { takeTogether } from "../../../pipelines/scoring/take-together.ts";

const search = (name: string, products: number, reference = "ridge-1") => ({
  reference,
  search: { query: name, titles: new Array<string>(products).fill("Garden Hose") },
});
const titles = { reference: "ridge-1" };

/** What is taken each time until nothing waits. */
function taken(...orders: readonly (ReturnType<typeof search> | typeof titles | "stop")[]) {
  const waiting = [...orders];
  const all: unknown[] = [];
  while (waiting.length > 0) {
    const together = takeTogether(waiting);
    all.push(
      together === "stop" ? together : together.map((order) => ("search" in order ? order.search.query : "titles")),
    );
  }
  return all;
}

test("takeTogether: searches of one model, in their order, up to 128 products", () => {
  expect(taken(search("a", 28), search("b", 50), search("c", 50), search("d", 1))).toEqual([["a", "b", "c"], ["d"]]);
  expect(taken(search("a", 100), search("b", 29), search("c", 25))).toEqual([["a"], ["b", "c"]]);
});

test("takeTogether: a search with more products than that is taken alone, and no search goes before one that waits longer", () => {
  expect(taken(search("a", 1), search("b", 300), search("c", 1))).toEqual([["a"], ["b"], ["c"]]);
});

test("takeTogether: a part of a search goes with nothing", () => {
  const part = { ...search("b", 2), part: {} };
  expect(taken(search("a", 2), part, part, search("c", 2))).toEqual([["a"], ["b"], ["b"], ["c"]]);
});

test("takeTogether: searches of two models are apart", () => {
  const others = [search("c", 2, "relevance-1"), search("d", 2, "relevance-1")];
  expect(taken(search("a", 2), search("b", 2), ...others, search("e", 2))).toEqual([["a", "b"], ["c", "d"], ["e"]]);
});

test("takeTogether: titles to prepare and the order to stop go with nothing", () => {
  expect(taken(search("a", 2), titles, titles, search("b", 2), "stop")).toEqual([
    ["a"],
    ["titles"],
    ["titles"],
    ["b"],
    "stop",
  ]);
});
