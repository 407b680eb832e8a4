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
