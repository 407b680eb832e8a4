import { expect, test } from "vitest";
import { stableId } from "../../../pipelines/replay/stable-id.ts";

test("stableId: equal parts of a source give an equal id, anything else another", () => {
  const id = stableId("shop", null, ["search", 7]);
  expect(id).toMatch(/^shop-[0-9a-f]{16}$/);
  expect(stableId("shop", null, ["search", 7])).toBe(id);
  const others = [
    stableId("other", null, ["search", 7]),
    stableId("shop", "again", ["search", 7]),
    stableId("shop", null, ["search", "7"]),
    stableId("shop", null, ["search", 7, null]),
  ];
  expect(new Set([id, ...others]).size).toBe(5);
});

test("stableId: a whole number of Parquet is read as its digits", () => {
  expect(stableId("shop", null, [7n])).toBe(stableId("shop", null, ["7"]));
});
