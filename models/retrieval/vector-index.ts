import { TwinstreamError } from "../../schemas/errors.ts";
import type { Embedding } from "../embedding/similarity.ts";
import { othersTurn } from "../others-turn.ts";
import { BestOf, type Ranked } from "./best-of.ts";
import { NearGraph } from "./near-graph.ts";
import { nearestRows } from "./nearest-rows.ts";
import { scaleOf, VectorMatrix } from "./vector-matrix.ts";

/** Above so many vectors a graph is walked instead of comparing all, which takes the longer the larger the catalog is. */
const largestExact = 200_000;

/** Vectors that go into the graph before others get their turn; each takes about a quarter of a millisecond. */
const graphSlice = 32;
const settledAtOnce = 1_000;

/** What a vector index is for. */
export interface VectorIndexOptions {
  /** The one space of all its vectors. */
  readonly space: string;
  readonly dimensions: number;
  /** Above so many vectors a graph answers; 200,000 unless said. */
  readonly largestExact?: number;
}

/** Finds documents by the cosine of their vectors. All are of one space, and so is what is searched for. */
export class VectorIndex {
  readonly space: string;
  readonly #matrix: VectorMatrix;
  readonly #largestExact: number;
  #graph: NearGraph | undefined;
  /** The row that goes into the graph next. */
  #nextRow = 0;

  private constructor(options: VectorIndexOptions) {
    this.space = options.space;
    this.#largestExact = options.largestExact ?? largestExact;
    this.#matrix = new VectorMatrix(options.dimensions);
  }

  /** An empty index; whoever opens it closes it. */
  static async open(options: VectorIndexOptions): Promise<VectorIndex> {
    return new VectorIndex(options);
  }

  /** How many vectors there are. */
  get size(): number {
    return this.#matrix.size;
  }

  /** Numbers of each vector. */
  get dimensions(): number {
    return this.#matrix.dimensions;
  }

  /** Whether every vector is compared, or a graph is walked. */
  get isExact(): boolean {
    return this.size <= this.#largestExact || this.#graph === undefined || this.#graph.size < this.size;
  }

  /** Puts a vector in place of what had its number. Throws MODEL_MISMATCH for one of another space. */
  set(document: number, embedding: Embedding): void {
    this.#check(embedding);
    this.#matrix.set(document, embedding.vector);
    this.#graph?.set(document, embedding.vector);
  }

  /** Takes a vector out; nothing happens where there is none. */
  delete(document: number): void {
    if (this.#matrix.delete(document)) this.#graph?.delete(document);
  }

  /** A copy of a document's vector, as it was given. */
  vectorOf(document: number): Float32Array | undefined {
    return this.#matrix.vectorOf(document);
  }

  /**
   * The documents of the highest cosines above 0, at most `limit` of them, best first; a graph may miss some. Throws MODEL_MISMATCH for a
   * vector of another space.
   */
  async search(embedding: Embedding, limit: number): Promise<Ranked> {
    this.#check(embedding);
    const found = this.isExact
      ? nearestRows(this.#matrix, embedding.vector, limit)
      : this.#walk(this.#graph!, embedding.vector, limit);
    const like = found.scores.findLastIndex((cosine) => cosine > 0) + 1;
    return { documents: found.documents.subarray(0, like), scores: found.scores.subarray(0, like) };
  }

  /**
   * Puts some of the vectors of a large catalog into the graph, giving way to others, and says whether all are in it; until then every
   * vector is compared.
   */
  async settle(): Promise<boolean> {
    if (this.size <= this.#largestExact) return true;
    this.#graph ??= await NearGraph.open(this.#matrix.dimensions);
    // vectors may come and go while others have their turn, which moves rows: what was missed comes when it begins at the first row again
    const end = Math.min(this.#nextRow + settledAtOnce, this.size);
    for (; this.#nextRow < end; this.#nextRow++) {
      const document = this.#matrix.documentAt(this.#nextRow);
      if (!this.#graph.has(document)) this.#graph.set(document, this.#matrix.vectorAt(this.#nextRow));
      if (this.#nextRow % graphSlice === 0) await othersTurn();
    }
    if (this.#nextRow >= this.size) this.#nextRow = 0;
    return this.#graph.size === this.size;
  }

  async close(): Promise<void> {
    this.#graph = undefined;
  }

  /** The graph compares in float16, so what it finds is compared again. */
  #walk(graph: NearGraph, query: Float32Array, limit: number): Ranked {
    const best = new BestOf(limit);
    const scale = scaleOf(query);
    for (const document of graph.search(query, limit))
      best.offer(document, this.#matrix.cosineOf(document, query, scale));
    return best.ranked();
  }

  #check({ space, vector }: Embedding): void {
    const { dimensions } = this.#matrix;
    if (space === this.space && vector.length === dimensions) return;
    throw new TwinstreamError(
      "MODEL_MISMATCH",
      `a vector of ${vector.length} numbers of the space "${space}" can't be compared with those of "${this.space}", which have ${dimensions}; embed it with the model that the index was built with`,
    );
  }
}
