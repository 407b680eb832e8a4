import { expect, test } from "vitest";
import { ItemCosine } from "../../../models/recommend/item-cosine.ts";

test("ItemCosine: a product scores by the cosine of who chose it", () => {
  // product 0 by visitors 0 and 1, product 1 by 0, product 2 by 1 and 2
  const choices = {
    users: Int32Array.of(0, 0, 1, 1, 2, 2),
    items: Int32Array.of(0, 1, 0, 2, 2, 2),
    times: new Float64Array(6),
  };
  const scores = new ItemCosine(choices, 3, 4).scores([0]);
  expect(Array.from(scores, (score) => Math.round(score * 10_000))).toEqual([10_000, 7071, 5000, 0]);
});
