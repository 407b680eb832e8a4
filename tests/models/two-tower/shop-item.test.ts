import { expect, test } from "vitest";
import { levelsOf } from "../../../models/two-tower/shop-item.ts";

test.for([
  [null, []],
  ["GROCERY", ["GROCERY"]],
  ["GROCERY>EGGS > LARGE", ["GROCERY", "GROCERY > EGGS", "GROCERY > EGGS > LARGE"]],
  ["a > b > c > d > e", ["a", "a > b", "a > b > c", "a > b > c > d"]],
] as const)("levelsOf: %s is in all that its path names, four levels deep", ([category, levels]) => {
  expect(levelsOf(category)).toEqual(levels);
});
