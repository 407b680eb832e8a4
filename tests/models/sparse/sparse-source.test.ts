import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { type SparseMatrix, writeSparse } from "../../../models/sparse/sparse-matrix.ts";
import { binCounts, openSparseSource } from "../../../models/sparse/sparse-source.ts";
import { openBinnedSource, slotsFor } from "../../../models/trees/binned-source.ts";
import { findBins, writeBins } from "../../../models/trees/binning.ts";
import { type GrowOptions, growTree } from "../../../models/trees/grow-tree.ts";
import type { HistogramSource } from "../../../models/trees/histogram-source.ts";
import { allocateTreeMemory } from "../../../models/trees/tree-memory.ts";

const [count, columns] = [400, 30];

/** Counts from 0 to 3, most of them 0; every column has each. Targets in quarters, so that sums are exact in any order. */
function someCounts() {
  const random = seededRandom(7);
  const values = Float32Array.from({ length: count * columns }, () => Math.max(0, random.int(12) - 8));
  const targets = Float32Array.from({ length: count }, (_, row) => {
    const [one, other] = [values[row * columns]!, values[row * columns + 1]!];
    return one - (other > 1 ? 2 : 0) + random.int(4) / 4;
  });
  return { values, targets };
}

function sparse(values: Float32Array): SparseMatrix {
  const writer = writeSparse(count, 10);
  for (let row = 0; row < count; row++) {
    for (let column = columns - 1; column >= 0; column--) {
      const value = values[row * columns + column]!;
      if (value > 0) writer.add(column, value);
    }
    writer.endRow();
  }
  return writer.matrix(columns);
}

const { values, targets } = someCounts();
const options: GrowOptions = {
  ...{ leaves: 40, depth: 20, columnsPerTree: 1, columnsPerNode: 1 },
  ...{ minRows: 3, minGain: 0, l2: 0, thresholds: "best" },
};

function sparseSource(slots: number): HistogramSource {
  const source = openSparseSource(binCounts(sparse(values)), targets, slots);
  source.order.set(Uint32Array.from({ length: count }, (_, row) => row));
  return source;
}

function denseSource(): HistogramSource {
  const rows = { values, count, columns };
  const bins = findBins(rows);
  const histogramLength = 2 * bins.reduce((sum, each) => sum + each.bins, 0);
  const memory = allocateTreeMemory({
    ...{ rows: count, columns, orderLength: count, threads: 1, hasHessians: false },
    ...{ histogramLength, slots: slotsFor(options, histogramLength) },
  });
  const source = openBinnedSource(bins, memory);
  writeBins(rows, bins, source.views.bins);
  source.views.residuals.set(targets);
  source.order.set(Uint32Array.from({ length: count }, (_, row) => row));
  return source;
}

test("binCounts: 0 and each count have a bin, divided half way", () => {
  const writer = writeSparse(3, 2);
  for (const [column, value] of [
    [0, 1],
    [1, 4],
  ] as const)
    writer.add(column, value);
  writer.endRow();
  writer.add(1, 2);
  writer.endRow();
  writer.endRow();
  const bins = binCounts(writer.matrix(3));
  expect(bins.columns.map(({ limits }) => [...limits])).toEqual([[0.5, 1], [1, 3, 4], [0]]);
  expect([bins.starts, bins.cells]).toEqual([Uint32Array.of(0, 2, 5, 6), Uint32Array.of(1, 4, 3)]);
});

test("binCounts: a column of more counts than bins has the largest ones in one", () => {
  const writer = writeSparse(300, 1);
  for (let value = 1; value <= 300; value++) {
    writer.add(0, value);
    writer.endRow();
  }
  const {
    columns: [column],
    cells,
  } = binCounts(writer.matrix(1));
  expect([column!.bins, column!.limits.at(-1), cells.at(0), cells.at(-1)]).toEqual([255, 300, 1, 254]);
});

test.each([
  ["leaf by leaf, histograms kept", options, 41],
  ["hardly any histogram kept", options, 2],
  ["depth first", { ...options, leaves: Number.POSITIVE_INFINITY }, 41],
  ["on half of the columns", { ...options, columnsPerTree: 0.5 }, 41],
  ["other columns at each node", { ...options, columnsPerNode: 0.5 }, 1],
] as const)("sparse source: the very tree that the same rows in bins give, %s", (_, how, slots) => {
  const [one, other] = [sparseSource(slots), denseSource()].map((source) =>
    growTree(source, count, how, seededRandom(3)),
  );
  expect(one).toEqual(other);
  expect(one!.leaves.length).toBeGreaterThan(20);
});

test("sparse source: nodes large and small are seen alike", () => {
  const source = sparseSource(1);
  const all = Uint32Array.from({ length: columns }, (_, column) => column);
  expect(source.few!.most).toBeLessThan(count);
  for (const [begin, end] of [
    [0, count],
    [5, 9],
    [100, 101],
  ] as const) {
    source.fill(0, begin, end);
    const [large, small] = [source.histogram(0), source.few!.histogram(begin, end, all)];
    for (const place of small.places) {
      if (place === undefined) continue;
      const cells = [2 * place.start, 2 * (place.start + place.valueBins)] as const;
      expect(small.sums.subarray(...cells)).toEqual(large.sums.subarray(...cells));
    }
    const met = small.places.flatMap((place, column) => (place === undefined ? [] : [column]));
    const there = [...all].filter((column) => {
      for (let row = begin; row < end; row++) if (values[row * columns + column]! > 0) return true;
      return false;
    });
    expect(met).toEqual(there);
  }
});
