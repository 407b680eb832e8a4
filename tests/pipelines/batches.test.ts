import { expect, test } from "vitest";
import { inBatches } from "../../pipelines/batches.ts";

async function batchesOf<Item>(items: Iterable<Item>, size: number) {
  const batches: (readonly Item[])[] = [];
  for await (const batch of inBatches(items, size)) batches.push(batch);
  return batches;
}

test.each([
  [[], 2, []],
  [[1], 2, [[1]]],
  [[1, 2], 2, [[1, 2]]],
  [[1, 2, 3, 4, 5], 2, [[1, 2], [3, 4], [5]]],
  [[1, 2, 3], 1, [[1], [2], [3]]],
])("inBatches: %j by %d", async (items, size, expected) => {
  expect(await batchesOf(items, size)).toEqual(expected);
});

test("inBatches: takes no more of an endless source than it gives", async () => {
  let made = 0;
  const endless = function* () {
    for (;;) yield made++;
  };
  for await (const batch of inBatches(endless(), 3)) {
    expect(batch).toEqual([0, 1, 2]);
    break;
  }
  expect(made).toBe(3);
});
