import { expect, test } from "vitest";
import { byWeight, contributionsOf, groupSums } from "../../../pipelines/explain/contributions.ts";

test("contributions: of one row, heaviest first, features with their value and what they tell", () => {
  const names = ["query_words", "title_words"];
  const rows = { featureSet: "test-1", names, values: Float32Array.of(2, 3, 4, Number.NaN), count: 2 };
  const explained = { names: ["query_words", "a forest", "title_words"], base: 2, values: new Float32Array(6) };
  explained.values.set([0.25, -0.5, 0.125], 3);
  const contributions = contributionsOf(rows, explained, 1);
  expect(contributions).toEqual([
    { name: "a forest", adds: -0.5 },
    { name: "query_words", value: 4, adds: 0.25, group: "shape", says: expect.stringContaining("query") },
    { name: "title_words", value: Number.NaN, adds: 0.125, group: "shape", says: expect.stringContaining("title") },
  ]);
});

test("by weight: the sign does not count, and equal weights keep their order", () => {
  const parts = [1, -3, 3, 0].map((adds, place) => ({ adds, place }));
  expect(byWeight(parts).map(({ place }) => place)).toEqual([1, 2, 0, 3]);
});

test("group sums: add up what is of one group, and what is of none where others have one", () => {
  const contributions = [
    { group: "overlap", adds: 0.5 },
    { group: "order", adds: -1 },
    { group: "overlap", adds: -0.25 },
    { adds: 7 },
  ];
  expect(groupSums(contributions)).toEqual([
    { group: "parts of the model", adds: 7 },
    { group: "order", adds: -1 },
    { group: "overlap", adds: 0.25 },
  ]);
  expect(groupSums([{ adds: 1 }])).toEqual([]);
});
