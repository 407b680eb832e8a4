import { expect, test } from "vitest";
import { readCountColumns, textsOf, writeCountColumns } from "../../../models/baselines/count-columns-file.ts";

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

test("textsOf: refuses rows without texts, and texts of other rows", () => {
  const rows = { featureSet: "", names: [], values: new Float32Array(), count: 1 };
  const texts = { texts: [], query: Uint32Array.of(0), title: Uint32Array.of(0) };
  expect(textsOf("linear-words", { ...rows, texts })).toBe(texts);
  const mismatch = expect.objectContaining({ code: "MODEL_MISMATCH" });
  expect(() => textsOf("linear-words", rows)).toThrow(mismatch);
  expect(() => textsOf("linear-words", { ...rows, count: 2, texts })).toThrow(mismatch);
});
