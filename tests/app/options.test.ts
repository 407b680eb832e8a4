import { InvalidArgumentError } from "commander";
import { expect, test } from "vitest";
import { summaryText } from "../../app/import-options.ts";
import { commaList, positiveNumber, wholeNumber } from "../../app/options.ts";
import { stageList } from "../../app/pipeline-options.ts";

test("options: whole numbers from a least one on", () => {
  expect(["0", "7", "1000"].map(wholeNumber(0))).toEqual([0, 7, 1000]);
  for (const text of ["0", "-1", "1.5", "many", "", "NaN", "Infinity"])
    expect(() => wholeNumber(1)(text), text).toThrow(InvalidArgumentError);
  expect(() => wholeNumber(0)("")).toThrow("give a whole number of at least 0");
});

test("options: numbers above 0", () => {
  expect([positiveNumber("0.5"), positiveNumber("200")]).toEqual([0.5, 200]);
  for (const text of ["0", "-2", "x", "Infinity", ""])
    expect(() => positiveNumber(text), text).toThrow("give a number above 0");
});

test("options: lists with commas, blanks and nothing between", () => {
  expect(commaList(" a, b,,c ")).toEqual(["a", "b", "c"]);
});

test("options: stages by name, at least one of them", () => {
  expect(stageList("tokenize, record")).toEqual(["tokenize", "record"]);
  expect(stageList("none")).toEqual([]);
  expect(() => stageList("tokenise")).toThrow('there is no stage "tokenise"');
  expect(() => stageList(",")).toThrow("name at least one of tokenize");
});

test("import summary: rows, events, and each reason with its count and first line", () => {
  const byReason = [
    { reason: "the title is empty", count: 1_200, firstLine: 3 },
    { reason: "the grade is missing", count: 1, firstLine: 12 },
  ];
  expect(summaryText({ rows: 5_000, events: 900, rejected: 1_201, skipped: {}, byReason })).toBe(
    `5,000 rows read: 900 events, 1,201 rows not used
  1,200 × the title is empty (first in line 3)
  1 × the grade is missing (first in line 12)`,
  );
});
