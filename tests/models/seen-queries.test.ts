import { expect, test } from "vitest";
import { loadSeenQueries, queryHash, queryHashes, saveSeenQueries } from "../../models/seen-queries.ts";

test("queryHash: looks past case, width and spaces, and at nothing else", () => {
  expect(queryHash("  Angle\tBRACKET ")).toBe(queryHash("angle bracket"));
  expect(queryHash("ａngle bracket")).toBe(queryHash("angle bracket"));
  expect(queryHash("angle brackets")).not.toBe(queryHash("angle bracket"));
});

test("loadSeenQueries: gives back what was saved, wherever the bytes lie", () => {
  const hashes = queryHashes(["saw", "drill", "Saw", "2x4", ""]);
  expect(hashes.size).toBe(4);
  const bytes = saveSeenQueries(hashes);
  expect(bytes.length).toBe(16);
  const shifted = new Uint8Array([9, ...bytes]).subarray(1);
  expect(loadSeenQueries(shifted)).toEqual(hashes);
  expect(loadSeenQueries(saveSeenQueries(new Set()))).toEqual(new Set());
});

test("saveSeenQueries: writes little-endian hashes in ascending order", () => {
  expect([...saveSeenQueries(new Set([0xffffffff, 1, 256]))]).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 255, 255, 255, 255]);
});

test.each([
  ["a cut", [1, 0, 0]],
  ["a hash that comes twice", [1, 0, 0, 0, 1, 0, 0, 0]],
  ["hashes out of order", [2, 0, 0, 0, 1, 0, 0, 0]],
])("loadSeenQueries: refuses %s", (_, bytes) => {
  expect(() => loadSeenQueries(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ code: "DATA_DAMAGED" }));
});
