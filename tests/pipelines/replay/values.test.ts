import { expect, test } from "vitest";
import { detached, memberOf, numberOrNull, textOf, textOrNull } from "../../../pipelines/replay/values.ts";

const values: readonly (readonly [value: unknown, text: string, trimmed: string | null, number: number | null])[] = [
  [" lamp ", " lamp ", "lamp", Number.NaN],
  [" ", " ", null, null],
  ["", "", null, null],
  [" 1.5", " 1.5", "1.5", 1.5],
  ["1e3", "1e3", "1e3", 1000],
  ["1,5", "1,5", "1,5", Number.NaN],
  [0, "0", "0", 0],
  [2n ** 64n, "18446744073709551616", "18446744073709551616", 2 ** 64],
  [true, "true", "true", Number.NaN],
  [null, "", null, null],
  [undefined, "", null, null],
  [{ a: 1 }, "", null, null],
  [[1], "", null, null],
];

test("values: text, trimmed text and number of whatever a file holds", () => {
  for (const [value, ...expected] of values) {
    expect([textOf(value), textOrNull(value), numberOrNull(value)]).toEqual(expected);
  }
});

test("memberOf: gives an object's member, and nothing for what is no object", () => {
  expect(memberOf({ a: { b: 1 } }, "a")).toEqual({ b: 1 });
  expect(memberOf({ a: 1 }, "b")).toBeUndefined();
  for (const value of [null, undefined, "text", 5]) expect(memberOf(value, "length")).toBeUndefined();
});

test.each([null, "", "short", "x".repeat(13), "größe 日本 😀, longer than that"])(
  "detached: %j stays as it is",
  (text) => {
    expect(detached(text)).toBe(text);
  },
);
