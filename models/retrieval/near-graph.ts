import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { GraphChange, GraphOrder, GraphSettings } from "./near-graph-worker.ts";

interface Waiting {
  resolve(documents: Int32Array): void;
  reject(error: Error): void;
}

/**
 * Finds near vectors without comparing all: a graph that is walked towards the query (HNSW; Malkov & Yashunin 2018), vectors in float16. It
 * misses a few; how many is in `bench/retrieval.ts`. It lives in a thread of its own, as a vector takes a tenth of a millisecond and more to
 * put in; what it is told and asked it does in that order.
 */
export class NearGraph {
  readonly #worker: Worker;
  /** Who waits for the answers, which come in the order of what was asked. */
  readonly #waiting: Waiting[] = [];
  #failure: Error | undefined;

  /**
   * An empty graph; whoever opens it closes it. Half of the machine's processors put vectors in; where that is more than one, graphs of
   * equal vectors differ a little.
   */
  constructor(dimensions: number) {
    const workerData: GraphSettings = { dimensions, threads: Math.max(1, availableParallelism() >> 1) };
    this.#worker = new Worker(new URL("./near-graph-worker.js", import.meta.url), { workerData });
    this.#worker.on("message", (documents: Int32Array) => this.#waiting.shift()!.resolve(documents));
    this.#worker.once("error", (error: Error) => this.#fail(error));
    this.#worker.once("exit", (code) => this.#fail(new Error(`the thread of a graph ended with code ${code}`)));
  }

  /** Makes a change, whose vectors are handed over to the thread; resolves when that is done. */
  async change(change: GraphChange): Promise<void> {
    await this.#tell({ change }, [change.vectors.buffer]);
  }

  /** Documents near a vector of length 1, the nearest first as float16 sees it. */
  search(query: Float32Array<ArrayBuffer>, limit: number): Promise<Int32Array> {
    return this.#tell({ query, limit });
  }

  /** Ends the thread; who still waits for an answer is told so. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #tell(order: GraphOrder, handed: readonly ArrayBuffer[] = []): Promise<Int32Array> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(order, [...handed]);
    });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
