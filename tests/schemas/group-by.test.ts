import { expect, test } from "vitest";
import { groupBy } from "../../schemas/group-by.ts";

test("groupBy: groups and their items come in order of appearance, keys told apart by identity", () => {
  const groups = groupBy(["bee", "ant", "bat", "emu", "asp"], (word) => word[0]);
  expect([...groups]).toEqual([
    ["b", ["bee", "bat"]],
    ["a", ["ant", "asp"]],
    ["e", ["emu"]],
  ]);
  expect([...groupBy([1, "1", 1], (item) => item).values()]).toEqual([[1, 1], ["1"]]);
});

test("groupBy: nothing has no groups", () => {
  expect(groupBy(new Set<number>(), (item) => item).size).toBe(0);
});
