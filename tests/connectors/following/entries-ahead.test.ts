import { expect, test } from "vitest";
import { entriesAhead } from "../../../connectors/following/entries-ahead.ts";

test("a group's lag counts from its position, from the first entry kept where that is later or there is none", () => {
  const extents = [
    { partition: 0, start: 0, end: 10 },
    { partition: 1, start: 4, end: 9 },
    { partition: 2, start: 3, end: 8 },
    { partition: 3, start: 2, end: 2 },
  ];
  expect(entriesAhead(extents, [7, undefined, 1, 2])).toEqual([3, 5, 5, 0]);
});
