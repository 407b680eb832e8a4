import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { plainKernel, wasmKernel } from "../../../models/trees/histogram-kernel.ts";
import { allocateTreeMemory, viewTreeMemory } from "../../../models/trees/tree-memory.ts";

const rows = 300;
const columns = 7;
const bins = 256;

/** A memory with random bins, order and residuals, and the kernels on it. */
function filled(own: readonly number[]) {
  const length = 2 * bins * own.length;
  const sizes = { rows, columns, orderLength: rows, histogramLength: length, slots: 3, hasHessians: false, threads: 2 };
  const memory = allocateTreeMemory(sizes);
  const views = viewTreeMemory(memory, 1);
  const random = seededRandom(11);
  for (let i = 0; i < views.bins.length; i++) views.bins[i] = random.int(bins);
  for (let i = 0; i < rows; i++) views.residuals[i] = random.uniform() - 0.5;
  for (let i = 0; i < rows; i++) views.order[i] = random.int(rows);
  const shape = {
    stride: columns,
    columns: Uint32Array.from(own),
    starts: Uint32Array.from(own, (_, i) => i * bins),
  };
  for (const [i, column] of own.slice(1).entries()) views.chosen.set([column, (i + 1) * bins * 16], 2 * i);
  return { views, length, kernels: [wasmKernel(shape, views, memory.wasm!), plainKernel(shape, views)] as const };
}

test.each([[[0, 1, 2, 3, 4, 5, 6]], [[2, 5]]])("histogram kernels: add the very same sums over columns %j", (own) => {
  const { views, length, kernels } = filled(own);
  const [fast, plain] = kernels.map((kernel) => {
    views.histograms.fill(0);
    kernel.add(20, 290, views.residuals, 0);
    kernel.addSome(40, 70, views.residuals, length, own.length - 1);
    kernel.add(0, 0, views.residuals, 0);
    kernel.addSome(0, 90, views.residuals, length, 0);
    views.histograms.copyWithin(2 * length, 0, length);
    kernel.subtract(2 * length, length, length);
    return views.histograms.slice();
  });
  expect(fast).toEqual(plain);
  const counted = Array.from({ length: 3 }, (_, slot) =>
    fast!.subarray(slot * length, (slot + 1) * length).reduce((sum, count, i) => sum + (i % 2) * count, 0),
  );
  const some = 30 * (own.length - 1);
  expect(counted).toEqual([270 * own.length, some, 270 * own.length - some]);
});

test("histogram kernels: rows go to the same sides, each in its order", () => {
  const { views, kernels } = filled([3]);
  for (let bin = 0; bin < bins; bin++) views.goesLeft[bin] = bin % 3 === 1 ? 1 : 0;
  const before = views.order.slice();
  const isLeft = (row: number) => (views.bins[row * columns + 5]! % 3 === 1 ? 1 : 0);
  const part = [...before.subarray(40, 290)];
  const [left, right] = [1, 0].map((side) => part.filter((row) => isLeft(row) === side));
  for (const kernel of kernels) {
    views.order.set(before);
    expect(kernel.partition(40, 290, 5)).toBe(40 + left!.length);
    expect([...views.order]).toEqual([...before.subarray(0, 40), ...left!, ...right!, ...before.subarray(290)]);
    expect(kernel.partition(7, 7, 5)).toBe(7);
  }
});

test("histogram kernels: a bin holds the sum and the number of its rows", () => {
  const { views, kernels } = filled([3]);
  const bin = 5;
  kernels[0].add(0, rows, views.residuals, 0);
  const here = [...views.order].filter((row) => views.bins[row * columns + 3] === bin);
  expect(views.histograms[2 * bin + 1]).toBe(here.length);
  expect(views.histograms[2 * bin]).toBe(here.reduce((sum, row) => sum + views.residuals[row]!, 0));
});
