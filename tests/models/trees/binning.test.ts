import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { type ColumnBins, findBins, writeBins } from "../../../models/trees/binning.ts";

const { NaN: missing, POSITIVE_INFINITY: infinity } = Number;

function binsOf(values: readonly number[], categorical = false, most?: number): ColumnBins {
  const rows = { values: Float32Array.from(values), count: values.length, columns: 1 };
  return findBins(rows, new Set(categorical ? [0] : []), most)[0]!;
}

function written(values: readonly number[], bins: ColumnBins): readonly number[] {
  const into = new Uint8Array(values.length);
  writeBins({ values: Float32Array.from(values), count: values.length, columns: 1 }, [bins], into);
  return [...into];
}

test("findBins: few values have a bin each, divided in the middle", () => {
  expect(binsOf([3, 1, 2, 1, 3])).toEqual({
    kind: "number",
    bins: 3,
    hasMissing: false,
    limits: Float32Array.of(1.5, 2.5, 3),
  });
});

test("findBins: missing values have the last bin", () => {
  const bins = binsOf([3, missing, 1]);
  expect([bins.bins, bins.hasMissing]).toEqual([3, true]);
  expect(written([missing, 1, 3, 2, 2.5, 99], bins)).toEqual([2, 0, 1, 0, 1, 1]);
});

test("findBins: many values share bins of about equally many rows; a frequent one has its own", () => {
  const random = seededRandom(3);
  const values = Array.from({ length: 10_000 }, (_, i) => (i % 4 === 0 ? 0.5 : random.uniform()));
  const bins = binsOf(values, false, 16);
  const counts = new Array<number>(bins.bins).fill(0);
  for (const bin of written(values, bins)) counts[bin]!++;
  expect(bins.bins).toBe(16);
  const [half] = written([0.5], bins);
  expect(counts[half!]).toBe(2500);
  const others = counts.filter((_, bin) => bin !== half);
  expect(Math.max(...others)).toBeLessThanOrEqual(625);
  expect(Math.min(...others)).toBeGreaterThan(150);
});

test.each([
  ["neighbours in single precision", [1, Math.fround(1 + 2 ** -23)]],
  ["infinities", [-infinity, 0, infinity]],
  ["the largest numbers", [-3.4e38, 3.4e38]],
  ["zeros of both signs", [-0, 0, 1]],
])("findBins: at most the limit is what goes to the bin or one before it, of %s", (_, values) => {
  const bins = binsOf(values);
  for (const value of values.map(Math.fround)) {
    const [bin] = written([value], bins);
    for (const [each, limit] of bins.limits.entries()) expect(value <= limit).toBe(bin! <= each);
  }
});

test("findBins: a column without any value has no bin but that of missing ones", () => {
  expect(binsOf([missing, missing])).toMatchObject({ bins: 1, hasMissing: true });
});

test("findBins: categories have a bin each, the rare ones share one, missing ones another", () => {
  const values = [7, 7, 7, -2, -2, 5, 6, missing];
  const bins = binsOf(values, true, 3);
  expect(bins).toEqual({ kind: "category", bins: 4, hasMissing: true, limits: Float32Array.of(7, -2) });
  expect(written([...values, 99], bins)).toEqual([0, 0, 0, 1, 1, 2, 2, 3, 2]);
});

test("findBins: a category is a whole number", () => {
  expect(() => binsOf([1, 1.5], true)).toThrow("column 0 is to be categories, but holds 1.5");
});
