import { expect, test } from "vitest";
import { csvLine } from "../../../connectors/files/csv-line.ts";

test.each([
  [["a", "b c", ""], "a,b c,\n"],
  [["a,b", 'say "hi"', "two\nlines", "\r"], '"a,b","say ""hi""","two\nlines","\r"\n'],
  [["'", "é😀", " "], "',é😀, \n"],
])("csvLine: %j", (cells, line) => {
  expect(csvLine(cells)).toBe(line);
});
