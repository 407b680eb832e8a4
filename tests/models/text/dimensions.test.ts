import { expect, test } from "vitest";
import { writeDimension } from "../../../models/text/dimensions.ts";
import type { UnitName } from "../../../models/text/units.ts";

const sizes = (...parts: [value: number, unit?: UnitName][]) => parts.map(([value, unit]) => ({ value, unit }));

test.each([
  ["a pair without units", sizes([2], [4]), "2x4"],
  ["lumber, whose length is in feet", sizes([2], [6], [12]), "2x6 12ft"],
  ["a block, which is no lumber", sizes([8], [8], [16]), "8x8 16in"],
  ["equal sizes once", sizes([12, "in"], [12, "in"]), "12x12 12in"],
  ["a unit given last, for all", sizes([60], [34.5], [24, "in"]), "60x34.5 60in 34.5in 24in"],
  ["lumber with feet given last", sizes([2], [4], [8, "ft"]), "2x4 8ft"],
  ["a unit given first, for itself alone", sizes([0.5, "in"], [6]), "0.5x6 0.5in"],
  ["a sheet, by its face", sizes([0.5, "in"], [4, "ft"], [8, "ft"]), "4x8 0.5in 4ft 8ft"],
  ["no pair of what is no length", sizes([10, "ga"], [3, "in"]), "10ga 3in"],
])("write dimension: %s", (_, parts, words) => {
  expect(writeDimension(parts)).toBe(words);
});
