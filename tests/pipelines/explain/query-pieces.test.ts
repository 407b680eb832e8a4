import { expect, test } from "vitest";
import { readWords } from "../../../models/text/read-words.ts";
import { queryPieces } from "../../../pipelines/explain/query-pieces.ts";

test.for([
  ["white ceiling fan", ["white", "ceiling", "fan"]],
  ["  White\tceiling  fan ", ["White", "ceiling", "fan"]],
  ["fan 52 in. white", ["fan", "52 in.", "white"]],
  ["fan 52 IN white", ["fan", "52 IN", "white"]],
  ["fan, 52 inches, white", ["fan,", "52 inches,", "white"]],
  ["2 in. x 4 in. x 8 ft. stud", ["2 in. x 4 in. x 8 ft.", "stud"]],
  ["fan 52in 5 ft", ["fan", "52in", "5 ft"]],
  ["½ inch pipe", ["½ inch", "pipe"]],
  ["", []],
] as const)("query pieces: %j is %j", ([query, pieces]) => {
  expect(queryPieces(query, readWords(query).rewrites)).toEqual(pieces);
});

test("query pieces: two words that became one are one piece, wherever they stand", () => {
  const trail = [{ from: "door bell", to: "doorbell", rule: "compound" }];
  expect(queryPieces("door bell for front door Bell", trail)).toEqual(["door bell", "for", "front", "door Bell"]);
});
