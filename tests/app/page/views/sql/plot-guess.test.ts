import { expect, test } from "vitest";
import { guessPlot } from "../../../../../app/page/views/sql/plot-guess.ts";

const types = { n: "BIGINT", d: "DOUBLE", t: "TIMESTAMP", s: "VARCHAR" } as const;

/** A result of columns of such types. */
function result(letters: string, ...rows: unknown[][]) {
  const columns = [...letters].map((letter, i) => ({ name: `c${i}`, type: types[letter as keyof typeof types] }));
  return { columns, rows, isTruncated: false };
}

test.each([
  ["a time is a line of its numbers", result("tds", ["2024-01-01", 1, "a"], ["2024-01-02", 2, "b"]), ["line", 0, 1, 2]],
  [
    "names are bars, as long as what they are ranked by",
    result("sdn", ["a", 1, 3], ["b", 5, 2], ["c", 2, 1]),
    ["bar", 2, 0, undefined],
  ],
  ["what rises is a line", result("nd", [1, 5], [2, 3], [3, 9]), ["line", 0, 1, undefined]],
  ["two numbers are dots", result("dd", [3, 5], [2, 3], [7, 9]), ["dot", 0, 1, undefined]],
  ["one number is a histogram", result("d", [3], [2]), ["histogram", 0, undefined, undefined]],
] as const)("guessPlot: %s", (_, given, [mark, x, y, colour]) => {
  expect(guessPlot(given)).toEqual({ mark, x, y, colour });
});

test("guessPlot: nothing to measure is nothing to draw", () => {
  expect(guessPlot(result("s", ["a"]))).toBeUndefined();
});
