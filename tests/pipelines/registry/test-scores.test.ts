import { expect, test } from "vitest";
import { loadTestScores, saveTestScores } from "../../../pipelines/registry/test-scores.ts";

const row = { key: 2 ** 53 - 1, search: 7, grade: Math.fround(2.33), score: 2.5, queryWords: 3, isSeen: true };
const scores = { labelMin: 1, labelMax: 3, rows: [row, { ...row, key: 0, isSeen: false, queryWords: 255 }] };

test("loadTestScores: gives back what was saved", () => {
  expect(loadTestScores(saveTestScores(scores))).toEqual(scores);
  expect(loadTestScores(saveTestScores({ ...scores, rows: [] }))).toEqual({ ...scores, rows: [] });
});

test("saveTestScores: a query of more words than a byte holds is one of very many", () => {
  const long = saveTestScores({ ...scores, rows: [{ ...row, queryWords: 300 }] });
  expect(loadTestScores(long).rows[0]!.queryWords).toBe(255);
});

test.each([0, 15, 17])("loadTestScores: %d bytes are refused", (length) => {
  expect(() => loadTestScores(new Uint8Array(length))).toThrow(expect.objectContaining({ code: "DATA_DAMAGED" }));
});
