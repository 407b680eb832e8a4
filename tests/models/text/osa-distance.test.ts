import fc from "fast-check";
import { expect, test } from "vitest";
import { osaDistance } from "../../../models/text/osa-distance.ts";

/** The definition itself, without any shortcut. */
function slowDistance(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const ends = Math.min(
    slowDistance(a.slice(1), b) + 1,
    slowDistance(a, b.slice(1)) + 1,
    slowDistance(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1),
  );
  const isSwap = a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0];
  return isSwap ? Math.min(ends, slowDistance(a.slice(2), b.slice(2)) + 1) : ends;
}

test.each([
  ["faucet", "faucet", 0],
  ["fuacet", "faucet", 1],
  ["vaccum", "vacuum", 1],
  ["kohlor", "kohler", 1],
  ["ca", "abc", 3],
  ["", "ab", 2],
])("osa distance: %j and %j are %d apart", (first, second, distance) => {
  expect(osaDistance(first, second, 5)).toBe(distance);
  expect(osaDistance(second, first, 5)).toBe(distance);
});

test("osa distance: is the definition up to the limit, and one more beyond", () => {
  const word = fc.stringMatching(/^[abc]{0,6}$/);
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
      expect(osaDistance(a, b, limit)).toBe(Math.min(slowDistance(a, b), limit + 1));
    }),
    { seed: 2, numRuns: 500 },
  );
});

/** The table of the definition, row by row. */
function tableDistance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const replaced = table[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? table[i - 2]![j - 2]! + 1 : replaced;
      table[i]![j] = Math.min(table[i - 1]![j]! + 1, table[i]![j - 1]! + 1, replaced, swapped);
    }
  }
  return table[a.length]![b.length]!;
}

test("osa distance: is that of the whole table for words of any length, also where one has more letters than a number bits", () => {
  const word = fc.oneof(fc.stringMatching(/^[abc]{0,12}$/), fc.stringMatching(/^[abcé語]{25,45}$/));
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(osaDistance(a, b, 50)).toBe(tableDistance(a, b));
    }),
    { seed: 3, numRuns: 2_000 },
  );
});
