import { expect, test } from "vitest";
import { orderAlike } from "../../../models/metrics/order-alike.ts";

/** Things on a line, the more alike the nearer. */
function onALine(places: readonly number[]): readonly number[][] {
  return places.map((one) => places.map((other) => 1 - Math.abs(one - other)));
}

test("orderAlike: things that lie on a line come back in its order, from either end", () => {
  const places = [0.5, 0.02, 0.91, 0.12, 0.55, 0.87, 0.0];
  const ordered = orderAlike(onALine(places)).map((thing) => places[thing]!);
  expect([ordered, ordered.toReversed()]).toContainEqual(places.toSorted((one, other) => one - other));
});

test("orderAlike: what is like nothing stands beside, one stays, none is none", () => {
  const [a, b] = [Number.NaN, 0.9];
  const ordered = orderAlike([
    [1, a, b],
    [a, a, a],
    [b, a, 1],
  ]);
  expect(ordered).toHaveLength(3);
  expect(Math.abs(ordered.indexOf(0) - ordered.indexOf(2))).toBe(1);
  expect(orderAlike([[1]])).toEqual([0]);
  expect(orderAlike([])).toEqual([]);
});
