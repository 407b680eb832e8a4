import { expect, test } from "vitest";
import { parts, type Split, splitRows } from "../../models/splitting.ts";

const queries = Array.from({ length: 20_000 }, (_, row) => `query ${row % 5000}`);
const titles = Array.from({ length: 20_000 }, (_, row) => `title ${row % 10_000}`);
const split: Split = { by: "queries", queries, titles, seed: 1, validation: 0.1, test: 0.2 };
const shareOf = (part: number, rows: Uint8Array) => rows.filter((value) => value === part).length / rows.length;

test("splitRows: by rows gives exact shares, the same for the same seed", () => {
  const rows = splitRows(20_000, { ...split, by: "rows" });
  expect(shareOf(parts.validation, rows)).toBe(0.1);
  expect(shareOf(parts.test, rows)).toBe(0.2);
  expect(shareOf(parts.train, rows)).toBe(0.7);
  expect(splitRows(20_000, { ...split, by: "rows" })).toEqual(rows);
  expect(splitRows(20_000, { ...split, by: "rows", seed: 2 })).not.toEqual(rows);
});

test("splitRows: by queries keeps each query in one part, in about the shares asked for", () => {
  const rows = splitRows(20_000, split);
  for (let row = 5000; row < 20_000; row++) expect(rows[row]).toBe(rows[row - 5000]);
  expect(Math.abs(shareOf(parts.validation, rows) - 0.1)).toBeLessThan(0.015);
  expect(Math.abs(shareOf(parts.test, rows) - 0.2)).toBeLessThan(0.02);
  expect(splitRows(20_000, { ...split, seed: 2 })).not.toEqual(rows);
});

test("splitRows: by both holds back the queries of the split by queries, and such shares of the other rows", () => {
  const [both, byQuery] = [splitRows(20_000, { ...split, by: "both" }), splitRows(20_000, split)];
  const others = both.filter((_, row) => byQuery[row] === parts.train);
  for (let row = 0; row < 20_000; row++) if (byQuery[row] !== parts.train) expect(both[row]).toBe(byQuery[row]);
  expect(Math.abs(shareOf(parts.validation, others) - 0.1)).toBeLessThan(0.015);
  expect(Math.abs(shareOf(parts.test, others) - 0.2)).toBeLessThan(0.02);
  const partsOfQuery = new Set(Array.from(both.keys()).filter((row) => queries[row] === queries[others.length]));
  expect(partsOfQuery.size).toBeGreaterThan(1);
});

test("splitRows: by both, judgments of the same pair are in one part, and stay there when other rows come", () => {
  const both = splitRows(20_000, { ...split, by: "both" });
  for (let row = 10_000; row < 20_000; row++) expect(both[row]).toBe(both[row - 10_000]);
  const few = { ...split, by: "both", queries: queries.slice(0, 300), titles: titles.slice(0, 300) } as const;
  expect([...splitRows(300, few)]).toEqual([...both.subarray(0, 300)]);
});

test("splitRows: by queries a query stays in its part when other rows come, however it is written", () => {
  const alone = queries
    .slice(0, 300)
    .map((query) => splitRows(1, { ...split, queries: [query.toUpperCase()], titles: [""] })[0]);
  expect(alone).toEqual([...splitRows(20_000, split).subarray(0, 300)]);
});

test.each([
  [0.6, 0.4],
  [-0.1, 0.1],
  [0.1, Number.NaN],
])("splitRows: refuses the shares %d and %d", (validation, share) => {
  expect(() => splitRows(20_000, { ...split, validation, test: share })).toThrow(
    expect.objectContaining({ code: "WRONG_USAGE" }),
  );
});

test("splitRows: no rows give no parts", () => {
  expect(splitRows(0, { ...split, queries: [] })).toEqual(new Uint8Array());
});
