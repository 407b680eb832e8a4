import { expect, test } from "vitest";
import { agreementOf, closeness, hasDigit, type Quantity, quantityOf } from "../../../models/features/quantities.ts";

test("hasDigit: looks for 0 to 9 anywhere", () => {
  expect(["2x4", "r30", "0.5in", "inch", "", "½"].map(hasDigit)).toEqual([true, true, true, false, false, false]);
});

test.each([
  ["0.5in", { kind: "length", unit: "in", value: 0.5 }],
  ["8ft", { kind: "length", unit: "in", value: 96 }],
  ["20qt", { kind: "volume", unit: "gal", value: 5 }],
  ["12volt", { kind: "power", unit: "volt", value: 12 }],
  ["4piece", { kind: "count", unit: "pack", value: 4 }],
  ["60grit", { kind: "gauge", unit: "grit", value: 60 }],
  ["2x4", { kind: "dimension", unit: "x", value: "2x4" }],
  ["40", { kind: "plain", unit: "", value: 40 }],
  ["dcd771c2", undefined],
] as const)("quantityOf: %s", (word, expected) => {
  expect(quantityOf(word)).toEqual(expected);
});

const read = (words: string): readonly Quantity[] => words.split(" ").flatMap((word) => quantityOf(word) ?? []);

test.each([
  ["5gal", "5gal", 1, 0],
  ["5gal", "2gal", 0, 1],
  ["5gal", "5in", 0, 0],
  ["5gal", "", 0, 0],
  ["5gal", "2gal 5gal", 1, 0],
  ["2gal 5gal", "5gal", 0.5, 0.5],
  ["2x4", "2x6", 0, 1],
  ["2x4", "2x4 8ft", 1, 0],
  ["8ft", "96in", 1, 0],
])("agreementOf: %j against %j", (asked, given, agreeing, conflicting) => {
  expect(agreementOf(read(asked), read(given))).toEqual({ agreeing, conflicting });
});

test("closeness: the nearest number of the unit, -1 where there is none", () => {
  const [asked] = read("10ft");
  expect(closeness(asked!, read("5ft 12ft 10in 10"))).toBeCloseTo(10 / 12);
  expect(closeness(asked!, read("10gal"))).toBe(-1);
  expect(closeness(quantityOf("0in")!, read("0in"))).toBe(1);
});
