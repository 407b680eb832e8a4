import { mostMemoryBytes, sharedMemory, type WasmMemory } from "../wasm/wasm-module.ts";
import type { HistogramViews } from "./histogram-kernel.ts";

/** How much room tree growing needs. */
export interface MemoryShape {
  readonly rows: number;
  readonly columns: number;
  /** Most rows of a tree: with repetition it may be more than there are. */
  readonly orderLength: number;
  /** Most numbers in a histogram of one thread, and how many histograms it holds. */
  readonly histogramLength: number;
  readonly slots: number;
  /** Whether rows have hessians. */
  readonly hasHessians: boolean;
  /** Threads that grow trees on the same rows. */
  readonly threads: number;
}

/** What trees are grown in: one memory for all, which threads can share; or a buffer for each view where it would be too large for that. */
export interface TreeMemory {
  readonly shape: MemoryShape;
  readonly wasm?: WasmMemory<SharedArrayBuffer>;
  readonly buffers: readonly SharedArrayBuffer[];
}

/** The views of one thread; bins, residuals and hessians are those of all. */
export interface TreeViews extends HistogramViews {
  readonly residuals: Float64Array;
  /** Empty without hessians. */
  readonly hessians: Float64Array;
}

/** Room for growing trees, all 0. */
export function allocateTreeMemory(shape: MemoryShape): TreeMemory {
  const sizes = viewSizes(shape);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > mostMemoryBytes) return { shape, buffers: sizes.map((size) => new SharedArrayBuffer(size)) };
  const wasm = sharedMemory(total);
  return { shape, wasm, buffers: sizes.map(() => wasm.buffer) };
}

/** The views of a thread, counted from 0. */
export function viewTreeMemory({ shape, wasm, buffers }: TreeMemory, thread: number): TreeViews {
  const sizes = viewSizes(shape);
  const offset = (view: number) => (wasm === undefined ? 0 : sizes.slice(0, view).reduce((sum, size) => sum + size, 0));
  const own = sharedViews + thread * ownViews;
  const { rows, columns, orderLength, histogramLength, slots, hasHessians } = shape;
  return {
    bins: new Uint8Array(buffers[0]!, offset(0), rows * columns),
    residuals: new Float64Array(buffers[1]!, offset(1), rows),
    hessians: new Float64Array(buffers[2]!, offset(2), hasHessians ? rows : 0),
    order: new Uint32Array(buffers[own]!, offset(own), orderLength),
    scratch: new Uint32Array(buffers[own + 1]!, offset(own + 1), orderLength),
    chosen: new Uint32Array(buffers[own + 2]!, offset(own + 2), 2 * columns),
    histograms: new Float64Array(buffers[own + 3]!, offset(own + 3), slots * histogramLength),
    goesLeft: new Uint8Array(buffers[own + 4]!, offset(own + 4), mostBins),
  };
}

const sharedViews = 3;
const ownViews = 5;
const mostBins = 256;

/** Bytes of each view, in whole cache lines. */
function viewSizes(shape: MemoryShape): readonly number[] {
  const { rows, columns, orderLength, histogramLength, slots, hasHessians, threads } = shape;
  const shared = [rows * columns, rows * 8, hasHessians ? rows * 8 : 0];
  const own = [orderLength * 4, orderLength * 4, columns * 8, slots * histogramLength * 8, mostBins];
  const sizes = [...shared, ...Array.from({ length: threads }, () => own).flat()];
  return sizes.map((size) => Math.ceil(size / 64) * 64);
}
