import { expect, test } from "vitest";
import { WeakCache } from "../../models/weak-cache.ts";

test("weak cache: makes a value once for each object, equal ones apart", () => {
  const cache = new WeakCache<readonly string[], number>();
  const [first, second] = [["oak"], ["oak"]];
  let made = 0;
  const get = (key: readonly string[]) => cache.getOrMake(key, () => ++made);
  expect([get(first), get(second), get(first), get(second)]).toEqual([1, 2, 1, 2]);
});
