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

test("bounded cache: holds no more than its capacity, and always the half used last", () => {
  const cache = new BoundedCache<number, number>(6);
  const sizes: number[] = [];
  let made = 0;
  for (let key = 0; key < 1_000; key++) {
    for (const asked of [key, key - 1, key - 2]) {
      cache.getOrMake(asked, () => {
        made++;
        return asked;
      });
    }
    sizes.push(cache.size);
  }
  expect(Math.max(...sizes)).toBeLessThanOrEqual(6);
  expect(made).toBe(1_002); // each key once, and two before the first
});

test("bounded cache: refuses a capacity below two", () => {
  expect(() => new BoundedCache(1)).toThrow("capacity");
});
