import { expect, test } from "vitest";
import { hasConflict, hasDigit, quantitiesOf } from "../../../models/features/quantities.ts";

test("hasDigit: looks for 0 to 9 anywhere", () => {
  expect(["2x4", "r30", "0.5in", "inch", "", "½"].map(hasDigit)).toEqual([true, true, true, false, false, false]);
});

test("quantitiesOf: reads numbers by unit and dimensions, nothing from bare numbers and codes", () => {
  expect(quantitiesOf(["5gal", "0.5in", "12in", "2x4", "40", "dcd771c2"])).toEqual(
    new Map<string, Set<string | number>>([
      ["gal", new Set([5])],
      ["in", new Set([0.5, 12])],
      ["x", new Set(["2x4"])],
    ]),
  );
});

test.each([
  ["5gal", "5gal", false],
  ["5gal", "2gal", true],
  ["5gal", "5in", false],
  ["5gal", "", false],
  ["", "5gal", false],
  ["5gal", "2gal 5gal", false],
  ["2gal 5gal", "5gal", true],
  ["2x4", "2x6", true],
  ["2x4", "2x4 8ft", false],
])("hasConflict: %j against %j is %s", (query, title, expected) => {
  const read = (words: string) => quantitiesOf(words.split(" "));
  expect(hasConflict(read(query), read(title))).toBe(expected);
});
