import { expect, test } from "vitest";
import { entryOf, idHeader } from "../../../connectors/kafka/entry.ts";

const record = { offset: "7", timestamp: "1700000000000", key: Buffer.from("käy"), value: Buffer.from([0, 255]) };

test("entryOf: key and headers are texts, the value stays bytes", () => {
  const headers = { traceparent: Buffer.from("00-ab"), källa: Buffer.from("välue ✓") };
  expect(entryOf("in", 3, { ...record, headers })).toEqual({
    topic: "in",
    partition: 3,
    offset: 7,
    timestamp: 1_700_000_000_000,
    key: "käy",
    value: Buffer.from([0, 255]),
    headers: { traceparent: "00-ab", källa: "välue ✓" },
  });
});

test("entryOf: no key, no value and no headers are left so", () => {
  const entry = entryOf("in", 0, { ...record, key: null, value: null, headers: {} });
  expect(entry).toEqual({ topic: "in", partition: 0, offset: 7, timestamp: 1_700_000_000_000, key: null, value: null });
});

test("entryOf: the id of a write is the log's own, and of a header that is there twice the last counts", () => {
  const headers = { [idHeader]: Buffer.from("id-1"), a: [Buffer.from("1"), Buffer.from("2")] };
  expect(entryOf("in", 0, { ...record, headers }).headers).toEqual({ a: "2" });
});
