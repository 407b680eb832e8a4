import { expect, test } from "vitest";
import { hashText, Random, WeightedDraw, zipfWeights } from "../../../connectors/demo/random.ts";

const draws = 40_000;

test("Random: equal seeds give equal numbers, other seeds and streams others", () => {
  const take = (random: Random) => Array.from({ length: 8 }, () => random.bits());
  expect(take(new Random(5, "a"))).toEqual(take(new Random(5, "a")));
  expect(take(new Random(5, "a"))).not.toEqual(take(new Random(6, "a")));
  expect(take(new Random(5, "a"))).not.toEqual(take(new Random(5, "b")));
  expect(take(new Random(5 + 2 ** 32, "a"))).not.toEqual(take(new Random(5, "a")));
});

test("Random: next is even, normal has mean 0 and deviation 1, exponential has its mean", () => {
  const random = new Random(1);
  const tenths = new Array<number>(10).fill(0);
  let sum = 0;
  let squares = 0;
  let waits = 0;
  for (let i = 0; i < draws; i++) {
    tenths[Math.floor(random.next() * 10)]! += 1 / draws;
    const value = random.normal();
    sum += value;
    squares += value * value;
    waits += random.exponential(7);
  }
  for (const share of tenths) expect(share).toBeCloseTo(0.1, 2);
  expect(sum / draws).toBeCloseTo(0, 1);
  expect(squares / draws).toBeCloseTo(1, 1);
  expect(waits / draws / 7).toBeCloseTo(1, 1);
});

test("Random: integer reaches both ends and shuffle keeps all items", () => {
  const random = new Random(2);
  expect(new Set(Array.from({ length: 200 }, () => random.integer(3, 5)))).toEqual(new Set([3, 4, 5]));
  const shuffled = random.shuffle([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(shuffled.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(shuffled).not.toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test("WeightedDraw: draws each place in proportion to its weight, and never one of weight 0", () => {
  const random = new Random(3);
  const draw = new WeightedDraw([1, 0, 3, 0]);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < draws; i++) counts[draw.draw(random)]! += 1 / draws;
  expect(counts[0]).toBeCloseTo(0.25, 2);
  expect(counts[1]).toBe(0);
  expect(counts[2]).toBeCloseTo(0.75, 2);
  expect(counts[3]).toBe(0);
});

test("zipfWeights: fall as a power of the rank", () => {
  expect(zipfWeights(4, 1)).toEqual([1, 1 / 2, 1 / 3, 1 / 4]);
});

test("hashText: is FNV-1a of 32 bits", () => {
  // From the reference vectors of the FNV hash.
  expect(hashText("")).toBe(0x811c9dc5);
  expect(hashText("a")).toBe(0xe40c292c);
  expect(hashText("foobar")).toBe(0xbf9cf968);
});
