import type { Index } from "usearch";

/**
 * Finds near vectors without comparing all: a graph that is walked towards the query (HNSW; Malkov & Yashunin 2018), vectors in float16. It
 * misses a few; how many is in `bench/retrieval.ts`.
 */
export class NearGraph {
  readonly #index: Index;

  private constructor(index: Index) {
    this.#index = index;
  }

  /** The library is loaded only where a catalog is large enough to need it. */
  static async open(dimensions: number): Promise<NearGraph> {
    const { Index, MetricKind, ScalarKind } = await import("usearch");
    const [metric, quantization] = [MetricKind.Cos, ScalarKind.F16];
    const breadth = { connectivity: 16, expansion_add: 128, expansion_search: 256 };
    return new NearGraph(new Index({ dimensions, metric, quantization, ...breadth, multi: false }));
  }

  get size(): number {
    return this.#index.size();
  }

  has(document: number): boolean {
    return this.#index.contains(BigInt(document)) as boolean;
  }

  set(document: number, vector: Float32Array): void {
    this.delete(document);
    this.#index.add(BigInt(document), vector, 1);
  }

  delete(document: number): void {
    if (this.has(document)) this.#index.remove(BigInt(document));
  }

  /** Documents near a vector, the nearest first as float16 sees it. */
  search(query: Float32Array, limit: number): Int32Array {
    return Int32Array.from(this.#index.search(query, limit, 1).keys, Number);
  }
}
