import { expect, test } from "vitest";
import { divideByCompany } from "../../../models/relevance/lone-rows.ts";

test.each([
  [[0, 0, 0], [0, 1, 2], []],
  [
    [4, 5, 5, 6],
    [1, 2],
    [0, 3],
  ],
  [[0, 1, 0], [], [0, 1, 2]],
  [[7], [], [0]],
  [[], [], []],
])("divideByCompany: of the searches %j the rows %j have company, %j have none", (searches, together, alone) => {
  const rows = { searches: Uint32Array.from(searches), count: searches.length };
  expect(divideByCompany(rows)).toEqual({ together, alone });
});

test("divideByCompany: without searches all rows stand alone", () => {
  expect(divideByCompany({ count: 2 })).toEqual({ together: [], alone: [0, 1] });
});
