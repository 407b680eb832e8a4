import { expect, test } from "vitest";
import { BoundedCache } from "../../models/bounded-cache.ts";

test("bounded cache: makes a value once and forgets the one used longest ago", () => {
  const cache = new BoundedCache<string, string>(2);
  const made: string[] = [];
  const get = (key: string) =>
    cache.getOrMake(key, (asked) => {
      made.push(asked);
      return asked.toUpperCase();
    });
  expect([get("a"), get("b"), get("a"), get("c"), get("a"), get("b")]).toEqual(["A", "B", "A", "C", "A", "B"]);
  expect(made).toEqual(["a", "b", "c", "b"]);
  expect(cache.size).toBe(2);
});

test("bounded cache: refuses a capacity below one", () => {
  expect(() => new BoundedCache(0)).toThrow("capacity");
});
