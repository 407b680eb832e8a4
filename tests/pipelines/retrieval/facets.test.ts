import { expect, test } from "vitest";
import { facetsOf } from "../../../pipelines/retrieval/facets.ts";

test("facetsOf: counts what products have, the most frequent first", () => {
  const products = [
    { brand: "Ryobi", category: "Drills" },
    { brand: "Bosch", category: "Saws" },
    { brand: "Ryobi", category: null },
    { brand: null, category: "Drills" },
    { brand: "Acme", category: null },
  ];
  expect(facetsOf(products)).toEqual({
    brand: [
      { value: "Ryobi", count: 2 },
      { value: "Acme", count: 1 },
      { value: "Bosch", count: 1 },
    ],
    category: [
      { value: "Drills", count: 2 },
      { value: "Saws", count: 1 },
    ],
  });
});

test("facetsOf: of nothing there is nothing", () => {
  expect(facetsOf([])).toEqual({ brand: [], category: [] });
});
