/** The thread of a graph: it holds the index of `usearch`, and does what it is told in the order it is told. */
import { parentPort, workerData } from "node:worker_threads";
import { Index, MetricKind, ScalarKind } from "usearch";

/** What the thread is started with. */
export interface GraphSettings {
  readonly dimensions: number;
  /** Threads that put vectors in at the same time. */
  readonly threads: number;
}

/** What the thread is told; it answers each order with the documents it found, none for a change. */
export type GraphOrder =
  | { readonly change: GraphChange }
  | { readonly query: Float32Array<ArrayBuffer>; readonly limit: number };

/** Vectors of length 1 that come, one after the other, in place of those of the same documents, and documents that go. */
export interface GraphChange {
  readonly documents: readonly number[];
  readonly vectors: Float32Array<ArrayBuffer>;
  readonly gone: readonly number[];
}

const { dimensions, threads } = workerData as GraphSettings;
const port = parentPort!;
const index = new Index({
  dimensions,
  // the cosine of vectors of length 1, without their lengths being summed up each time
  metric: MetricKind.IP,
  quantization: ScalarKind.F16,
  connectivity: 16,
  expansion_add: 64,
  expansion_search: 384,
  multi: false,
});

function change({ documents, vectors, gone }: GraphChange): void {
  const keys = BigUint64Array.from(documents, BigInt);
  index.remove(BigUint64Array.from(gone, BigInt));
  index.remove(keys);
  if (keys.length > 0) index.add(keys, vectors, threads);
}

function search(query: Float32Array, limit: number): Int32Array<ArrayBuffer> {
  return Int32Array.from(index.search(query, limit, 1).keys, Number);
}

port.on("message", (order: GraphOrder) => {
  if ("change" in order) change(order.change);
  port.postMessage("change" in order ? new Int32Array() : search(order.query, order.limit));
});
