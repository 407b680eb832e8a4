import { expect, test } from "vitest";
import { mixBits } from "../../models/hash.ts";
import { seededRandom } from "../../models/random.ts";

const draw = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.uniform());
};

test("seededRandom: equal seeds give equal streams, other seeds others", () => {
  expect(draw(7, 100)).toEqual(draw(7, 100));
  expect(draw(7, 1)).not.toEqual(draw(8, 1));
  expect(new Set(Array.from({ length: 1000 }, (_, seed) => draw(seed, 1)[0])).size).toBe(1000);
});

test("uniform: has the mean and the variance of a uniform number, and neighbours are not related", () => {
  const values = draw(1, 100_000);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const related =
    values.slice(1).reduce((sum, value, i) => sum + (value - 0.5) * (values[i]! - 0.5), 0) / values.length;
  expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values.slice(0, 50_000))).toBeLessThan(1);
  expect(mean).toBeCloseTo(1 / 2, 2);
  expect(variance).toBeCloseTo(1 / 12, 2);
  expect(related).toBeCloseTo(0, 2);
});

test("int: every number below the bound comes about equally often, none other", () => {
  const random = seededRandom(3);
  const counts = new Map<number, number>();
  for (let i = 0; i < 60_000; i++) {
    const value = random.int(6);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

test("shuffle: every order of three comes about equally often, in place", () => {
  const random = seededRandom(5);
  const counts = new Map<string, number>();
  for (let i = 0; i < 12_000; i++) {
    const items = ["a", "b", "c"];
    expect(random.shuffle(items)).toBe(items);
    counts.set(items.join(""), (counts.get(items.join("")) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(["abc", "acb", "bac", "bca", "cab", "cba"]);
  for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(250);
});

test("seededRandom: draws what sfc32 of PractRand draws", () => {
  // worked out with whole numbers of any size, from the three mixed seeds and the counter 1, after twelve rounds
  const mask = 2n ** 32n - 1n;
  let [a, b, c] = [mixBits(7 + 1), mixBits(7 ^ 0x9e3779b9), mixBits(7 ^ 0x243f6a88)].map((bits) => BigInt(bits >>> 0));
  const expected: number[] = [];
  for (let counter = 1n; counter <= 1_012n; counter++) {
    const sum = (a! + b! + counter) & mask;
    a = b! ^ (b! >> 9n);
    b = (c! + (c! << 3n)) & mask;
    c = ((((c! << 21n) | (c! >> 11n)) & mask) + sum) & mask;
    if (counter > 12n) expected.push(Number(sum) / 2 ** 32);
  }
  expect(draw(7, 1_000)).toEqual(expected);
});

test.for([0, 2 ** -32, 0.3, 0.5, 0.9, 1])(
  "markFrom: from %s on as uniform would say, and the stream goes on behind it",
  (least) => {
    const [one, many] = [seededRandom(9), seededRandom(9)];
    const marks = new Uint8Array(20_000).fill(7);
    many.markFrom(least, marks);
    expect([...marks]).toEqual(Array.from(marks, () => Number(one.uniform() >= least)));
    expect(many.uniform()).toBe(one.uniform());
  },
);
