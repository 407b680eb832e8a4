import type { ColumnBins } from "./binning.ts";
import { fewRowsOf } from "./few-rows.ts";
import type { GrowOptions } from "./grow-tree.ts";
import { plainKernel, wasmKernel } from "./histogram-kernel.ts";
import type { ColumnPlace, Histogram, HistogramSource, RowTotal, Split } from "./histogram-source.ts";
import { type TreeMemory, type TreeViews, viewTreeMemory } from "./tree-memory.ts";

/** Rows in bins, row by row, in a memory: residuals (and hessians) are written to its views before a tree is grown. */
export interface BinnedSource extends HistogramSource {
  readonly views: TreeViews;
}

/** How many numbers a histogram of some columns has: two a bin, and two more with hessians. */
export function histogramLength(columns: readonly ColumnBins[], hasHessians: boolean): number {
  return columns.reduce((sum, { bins }) => sum + bins, 0) * (hasHessians ? 4 : 2);
}

/** The most that kept histograms take; a node without one has it made again from its rows. */
const mostHistogramBytes = 256 * 2 ** 20;

/** More never wait when trees grow depth first, the smaller child before the larger: 2^32 rows can't be halved more often. */
const mostWaiting = 34;

/** How many histograms to hold: one for each that waits and one that passes; only that where siblings look at columns of their own. */
export function slotsFor({ leaves, columnsPerNode }: GrowOptions, length: number): number {
  if (columnsPerNode < 1) return 1;
  const waiting = Number.isFinite(leaves) ? leaves : mostWaiting;
  return Math.max(2, Math.min(waiting + 1, Math.floor(mostHistogramBytes / (8 * length))));
}

/** Histograms over the rows of a memory for one thread, which makes those of `own` columns: all without it. */
export function openBinnedSource(
  columns: readonly ColumnBins[],
  memory: TreeMemory,
  thread = 0,
  own: Uint32Array = Uint32Array.from(columns.keys()),
): BinnedSource {
  const views = viewTreeMemory(memory, thread);
  const places = placesOf(columns, own);
  const starts = Uint32Array.from(own, (column) => places[column]!.start);
  const shape = { stride: columns.length, columns: own, starts };
  const kernel = memory.wasm ? wasmKernel(shape, views, memory.wasm) : plainKernel(shape, views);
  const { order, residuals, hessians, histograms, chosen, goesLeft } = views;
  const hasHessians = hessians.length > 0;
  const ownColumns = Array.from(own, (column) => columns[column]!);
  const half = histogramLength(ownColumns, false);
  const length = histogramLength(ownColumns, hasHessians);
  const histogramAt = (at: number): Histogram => ({
    places,
    sums: histograms.subarray(at, at + half),
    weights: hasHessians ? histograms.subarray(at + half, at + length) : undefined,
  });
  const slots = Array.from({ length: memory.shape.slots }, (_, slot) => histogramAt(slot * length));

  /** Empties the bins of some columns and tells the kernel of them; gives how many are this source's own. */
  const choose = (at: number, some: Uint32Array): number => {
    let count = 0;
    for (const column of some) {
      const place = places[column];
      if (place === undefined) continue;
      chosen[count++] = column;
      chosen[count++] = place.start * 16;
      const first = at + 2 * place.start;
      histograms.fill(0, first, first + 2 * columns[column]!.bins);
      if (hasHessians) histograms.fill(0, first + half, first + half + 2 * columns[column]!.bins);
    }
    return count / 2;
  };

  return {
    columns,
    slots: memory.shape.slots,
    few: fewRowsOf(views, columns, own),
    order,
    views,
    histogram: (slot) => slots[slot]!,
    fill(slot, begin, end, some) {
      const at = slot * length;
      if (some === undefined) {
        histograms.fill(0, at, at + length);
        kernel.add(begin, end, residuals, at);
        if (hasHessians) kernel.add(begin, end, hessians, at + half);
      } else {
        const count = choose(at, some);
        kernel.addSome(begin, end, residuals, at, count);
        if (hasHessians) kernel.addSome(begin, end, hessians, at + half, count);
      }
    },
    subtract: (slot, other) => kernel.subtract(slot * length, other * length, length),
    total: (begin, end) => totalOf(views, begin, end),
    partition(begin, end, split) {
      chooseSides(goesLeft, columns[split.column]!, split);
      return kernel.partition(begin, end, split.column);
    },
  };
}

function placesOf(columns: readonly ColumnBins[], own: Uint32Array): readonly (ColumnPlace | undefined)[] {
  const places = new Array<ColumnPlace | undefined>(columns.length).fill(undefined);
  let start = 0;
  for (const column of own) {
    const { bins, hasMissing } = columns[column]!;
    places[column] = { column, start, valueBins: bins - Number(hasMissing), hasMissing };
    start += bins;
  }
  return places;
}

function totalOf({ order, residuals, hessians }: TreeViews, begin: number, end: number): RowTotal {
  let sum = 0;
  let weight = 0;
  for (let place = begin; place < end; place++) sum += residuals[order[place]!]!;
  if (hessians.length === 0) return { rows: end - begin, sum, weight: end - begin };
  for (let place = begin; place < end; place++) weight += hessians[order[place]!]!;
  return { rows: end - begin, sum, weight };
}

/** Notes for each bin of the split's column on which side its rows are to go. */
function chooseSides(goesLeft: Uint8Array, { bins, hasMissing }: ColumnBins, split: Split): void {
  const { bin, leftBins, missingLeft } = split;
  goesLeft.fill(0).fill(1, 0, leftBins === undefined ? bin + 1 : 0);
  if (leftBins !== undefined) goesLeft.set(leftBins);
  if (hasMissing) goesLeft[bins - 1] = Number(missingLeft);
}
