import { expect, test } from "vitest";
import { compareProducts } from "../../../pipelines/explain/compare-products.ts";
import type { ExplainedProduct } from "../../../pipelines/explain/explain-scores.ts";

function product(score: number, rest: Partial<ExplainedProduct>): ExplainedProduct {
  return { title: "a", score, matches: [], unmatched: [], without: [], ...rest };
}

test("compare products: by what differs in the contributions, the most first", () => {
  const first = product(2.5, {
    contributions: [
      { name: "overlap", says: "Overlap.", group: "words", value: 1, adds: 0.5 },
      { name: "a net", adds: 0.25 },
      { name: "length", says: "Length.", value: 3, adds: 0.125 },
    ],
  });
  const second = product(1.5, {
    contributions: [
      { name: "a net", adds: -0.5 },
      { name: "length", says: "Length.", value: 3, adds: 0.125 },
      { name: "overlap", says: "Overlap.", group: "words", value: 0.5, adds: 0.25 },
    ],
  });
  expect(compareProducts(first, second)).toEqual({
    by: 1,
    differences: [
      { name: "a net", adds: 0.75 },
      { name: "overlap", says: "Overlap.", group: "words", values: [1, 0.5], adds: 0.25 },
    ],
  });
});

test("compare products: where a model can't tell, by what the parts of the query do", () => {
  const without = (...adds: readonly number[]) =>
    adds.map((added, i) => ({ piece: ["fan", "white"][i]!, score: 2 - added, adds: added }));
  const compared = compareProducts(
    product(2, { without: without(0.25, 0.5) }),
    product(2.5, { without: without(0.25, 1.5) }),
  );
  expect(compared).toEqual({ by: -0.5, differences: [{ name: "white", adds: -1 }] });
});
