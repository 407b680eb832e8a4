import { expect, test } from "vitest";
import { columnsWithout, groupsOfColumns, pickColumns } from "../../models/feature-columns.ts";
import { featureNames, features } from "../../schemas/feature-sets.ts";

const names = ["query_words", "bm25", "bm25_rank", "title_words", "length"];

test("feature columns: belong to groups, in the order of the groups; strange ones to none", () => {
  expect(groupsOfColumns(names)).toEqual([
    { name: "shape", says: "lengths and counts of query and title", columns: 2 },
    { name: "ranking", says: "BM25, tf-idf and the weight of what is missing", columns: 1 },
    { name: "set", says: "the product beside the others of its search", columns: 1 },
  ]);
  const counted = groupsOfColumns(featureNames).map(({ columns }) => columns);
  expect(counted.reduce((sum, columns) => sum + columns)).toBe(featureNames.length);
});

test("feature columns: without groups the others are left, strange ones included", () => {
  expect([...columnsWithout(names, [])]).toEqual([0, 1, 2, 3, 4]);
  expect([...columnsWithout(names, ["shape", "set"])]).toEqual([1, 4]);
  const left = Array.from(columnsWithout(featureNames, ["set", "shape"]), (place) => features[featureNames[place]!]);
  expect(left.filter(({ group }) => group === "set" || group === "shape")).toEqual([]);
  expect(left.length).toBeGreaterThan(50);
});

test("feature columns: picked columns keep the order of rows", () => {
  const values = Float32Array.of(1, 2, 3, 4, Number.NaN, 6);
  expect([...pickColumns(values, 3, Uint32Array.of(0, 1))]).toEqual([1, 2, 4, Number.NaN]);
  expect([...pickColumns(values, 2, Uint32Array.of(1))]).toEqual([2, 4, 6]);
  expect(pickColumns(values, 3, new Uint32Array())).toEqual(new Float32Array());
  expect(pickColumns(new Float32Array(), 0, new Uint32Array())).toEqual(new Float32Array());
});
