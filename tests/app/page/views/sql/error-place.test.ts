import { expect, test } from "vitest";
import { errorPlace } from "../../../../../app/page/views/sql/error-place.ts";

const told = (line: number, column: number) => `line ${line}, column ${column}, at "x": not found`;

test.each([
  ["SELECT scor FROM scores", told(1, 8), "scor"],
  ['SELECT 1,\n  "a b".c', told(2, 3), '"a b"'],
  ["SELECT '😀', nope", told(1, 13), "nope"],
  ["SELECT s.nope", told(1, 8), "s.nope"],
  ["SELECT (", told(1, 8), "("],
])("errorPlace: in %j it is the word that is named", (statement, detail, word) => {
  const { from, to } = errorPlace(statement, detail)!;
  expect(statement.slice(from, to)).toBe(word);
});

test("errorPlace: the end of a statement, and places that there are not", () => {
  expect(errorPlace("SELECT", told(1, 7))).toEqual({ from: 6, to: 6 });
  expect(errorPlace("SELECT", told(3, 1))).toBeUndefined();
  expect(errorPlace("SELECT", "the query was ended after 10 s")).toBeUndefined();
});
