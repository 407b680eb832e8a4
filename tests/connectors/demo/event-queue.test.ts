import { expect, test } from "vitest";
import { EventQueue } from "../../../connectors/demo/event-queue.ts";
import { Random } from "../../../connectors/demo/random.ts";

test("EventQueue: gives items in order of time, equal times as they were added", () => {
  const random = new Random(1);
  const queue = new EventQueue<number>();
  const items = Array.from({ length: 500 }, (_, item) => ({ item, time: random.integer(0, 60) }));
  for (const { time, item } of items) queue.add(time, item);
  const taken: number[] = [];
  for (let next = queue.take(); next !== undefined; next = queue.take()) taken.push(next.item);
  // Array sort is stable, so equal times stay in order.
  expect(taken).toEqual(items.toSorted((a, b) => a.time - b.time).map(({ item }) => item));
});

test("EventQueue: knows the next time, and is empty at the end", () => {
  const queue = new EventQueue<string>();
  expect(queue.nextTime).toBe(Number.POSITIVE_INFINITY);
  expect(queue.take()).toBeUndefined();
  queue.add(7, "later");
  queue.add(3, "sooner");
  expect(queue.nextTime).toBe(3);
  expect(queue.take()?.item).toBe("sooner");
  queue.add(5, "between");
  expect(queue.take()?.item).toBe("between");
  expect(queue.take()?.item).toBe("later");
  expect(queue.take()).toBeUndefined();
});
