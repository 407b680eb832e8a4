import { expect, test } from "vitest";
import { readCountColumns, writeCountColumns } from "../../../models/baselines/count-columns-file.ts";

const columns = { query: ["oak", "\n", "\ud83d"], title: [] };
const damaged = expect.objectContaining({ code: "DATA_DAMAGED", message: expect.stringContaining("linear-words") });

test("readCountColumns: what was written, whatever the characters", () => {
  expect(readCountColumns("linear-words", writeCountColumns(columns))).toEqual(columns);
});

test.each(["", "7", '{"query":["a"]}', '{"query":["a"],"title":[1]}', '{"query":["a","a"],"title":[]}'])(
  "readCountColumns: refuses %s",
  (text) => {
    const artifact = { "columns.json": new TextEncoder().encode(text) };
    expect(() => readCountColumns("linear-words", artifact)).toThrow(damaged);
  },
);

test("readCountColumns: refuses bytes that are no text, and none", () => {
  expect(() => readCountColumns("linear-words", { "columns.json": Uint8Array.of(0xff) })).toThrow(damaged);
  expect(() => readCountColumns("linear-words", {})).toThrow(damaged);
});
