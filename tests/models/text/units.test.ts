import { expect, test } from "vitest";
import {
  findUnit,
  formatNumber,
  parseDimension,
  parseMeasure,
  parseNumber,
  units,
} from "../../../models/text/units.ts";

test.each([
  ["12", 12],
  ["1,000", 1000],
  ["1,234,567.5", 1234567.5],
  [".5", 0.5],
  ["3/4", 0.75],
  ["1-1/2", 1.5],
  ["1 1/2", 1.5],
  ["5/4", 1.25],
  ["1/0", undefined],
  ["1,00", undefined],
  ["", undefined],
  ["x", undefined],
])("parse number: %j is %j", (text, value) => {
  expect(parseNumber(text)).toBe(value);
});

test.each([
  [1 / 32, "0.0313"],
  [0.5, "0.5"],
  [12000, "12000"],
  [1 / 3, "0.3333"],
])("format number: %d is %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test.each([
  ["0.5in", { value: 0.5, unit: "in" }],
  ["12volt", { value: 12, unit: "volt" }],
  ["5000kelvin", { value: 5000, unit: "kelvin" }],
  ["125sqft", { value: 125, unit: "sqft" }],
  ["100%", { value: 100, unit: "%" }],
  ["12", undefined],
  ["12foo", undefined],
  ["2x4", undefined],
  ["in", undefined],
])("parse measure: %s is %j", (word, measure) => {
  expect(parseMeasure(word)).toEqual(measure);
});

test.each([
  ["2x4", [2, 4]],
  ["60x34.5", [60, 34.5]],
  ["2x4x8", [2, 4, 8]],
  ["2x", undefined],
  ["box4", undefined],
])("parse dimension: %s is %j", (word, sizes) => {
  expect(parseDimension(word)).toEqual(sizes);
});

test("find unit: knows the spellings people use", () => {
  const spellings = [
    "inches",
    '"',
    "sq. ft",
    "cu ft",
    "gallon",
    "lbs",
    "awg",
    "guage",
    "pk",
    "pcs",
    "fl. oz",
    "v",
    "deg",
    "°",
  ];
  expect(spellings.map(findUnit)).toEqual([
    ..."in in sqft cuft gal lb ga ga pack piece oz volt degree degree".split(" "),
  ]);
  expect(findUnit("banana")).toBeUndefined();
});

test("units: each is a spelling of itself or its word is read back", () => {
  for (const unit of Object.keys(units)) expect(parseMeasure(`3${unit}`)).toEqual({ value: 3, unit });
});
