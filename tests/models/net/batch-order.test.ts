import { expect, test } from "vitest";
import { batchesByLength, orderBatches } from "../../../models/net/batch-order.ts";
import { seededRandom } from "../../../models/random.ts";

test("batchesByLength: puts texts of like length together, each example once", () => {
  const lengths = [
    [3, 1],
    [1, 2],
    [3, 0],
    [1, 1],
    [2, 9],
    [1, 2],
  ];
  const batches = batchesByLength(lengths.length, (example) => lengths[example]!, 4);
  expect(batches.map((batch) => [...batch])).toEqual([
    [3, 1, 5, 4],
    [2, 0],
  ]);
});

test("orderBatches: each example once, batches of like length", () => {
  const batches = orderBatches(10, (example) => example % 2, { batchSize: 5, pool: 2 }, seededRandom(1));
  expect(batches.flatMap((batch) => [...batch]).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const batch of batches) expect(new Set([...batch].map((example) => example % 2)).size).toBe(1);
});
