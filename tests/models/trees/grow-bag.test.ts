import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { drawBag } from "../../../models/trees/grow-bag.ts";

test("drawBag: as many rows as there are, ascending, as they are drawn; the others are those never drawn", () => {
  const order = new Uint32Array(50);
  const others = drawBag(order, 50, true, seededRandom(3));
  const random = seededRandom(3);
  const drawn = Uint32Array.from({ length: 50 }, () => random.int(50)).sort();
  expect(order).toEqual(drawn);
  expect([...others]).toEqual([...order.keys()].filter((row) => !drawn.includes(row)));
  expect(others.length).toBeGreaterThan(0);
});

test("drawBag: without repetition every row once, and none is left over", () => {
  const order = new Uint32Array(4);
  expect([...drawBag(order, 4, false, seededRandom(3))]).toEqual([]);
  expect([...order]).toEqual([0, 1, 2, 3]);
});
