import { expect, test } from "vitest";
import { compileServing } from "../../../models/net/compile-serving.ts";
import { input, multiply, sum } from "../../../models/net/operations.ts";
import { openSession } from "../../../models/net/session.ts";
import { comparePairs } from "../../../models/siamese/compare-pairs.ts";

test("comparePairs: one result per pair, in order, over several batches", async () => {
  // of half a million numbers each, two pairs fill a batch
  const width = 500_000;
  const net = {
    outputs: () => ({
      product: sum(multiply(input("query", ["batch", width]), input("title", ["batch", width])), [-1]),
    }),
    loss: () => {
      throw new Error("it is only served");
    },
  };
  const session = await openSession(compileServing(net, new Map()));
  const vectors = [1, 2, 3, 4, 5].map((value) => new Float32Array(width).fill(value, 0, 1));
  const results = await comparePairs(session, "product", { query: vectors, title: vectors.toReversed() }, width);
  await session.close();
  expect([...results]).toEqual([5, 8, 9, 8, 5]);
});
