import { expect, test } from "vitest";
import { NetBuilder } from "../../../models/net/net.ts";
import { input } from "../../../models/net/operations.ts";
import { floats } from "../../../models/net/session.ts";
import { compare, type Distance, distanceChoices } from "../../../models/siamese/comparator.ts";
import { evaluate, listOf } from "../../support/evaluate-values.ts";

const query = input("query", ["batch", 2]);
const title = input("title", ["batch", 2]);
const fed = { query: floats([3, 0], [1, 2]), title: floats([0, 4], [1, 2]) };

test.each<[Distance, readonly number[]]>([
  ["absolute", [3, 4]],
  // nearer is greater
  ["euclidean", [-5]],
  ["cosine", [0]],
  ["all", [3, 0, 0, 4, 3, 4, 0, 0, 5, 0]],
])("distanceChoices: %s", async (name, expected) => {
  const { y } = await evaluate({ y: distanceChoices[name](query, title) }, fed);
  expect(listOf(y!).map((value) => Number(value.toFixed(4)))).toEqual(expected);
});

test("compare: a single number starts on its own scale, in the unit of the grades", async () => {
  const options = { hidden: 0, dropout: 0, centre: 2, spread: 0.5 };
  const build = new NetBuilder("serving");
  expect(compare(build, query, title, { ...options, distance: "cosine" }).shape).toEqual(["batch", 1]);
  expect(build.matrices).toEqual([]);
  const wide = new NetBuilder("serving");
  expect(compare(wide, query, title, { ...options, distance: "all", hidden: 3 }).shape).toEqual(["batch", 1]);
  expect(wide.matrices.map(({ shape }) => shape)).toEqual([
    [10, 3],
    [3, 1],
  ]);
});
