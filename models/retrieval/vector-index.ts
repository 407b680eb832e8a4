import { TwinstreamError } from "../../schemas/errors.ts";
import { type Embedding, scaleOf } from "../embedding/similarity.ts";
import { BestOf, type Ranked } from "./best-of.ts";
import { NearGraph } from "./near-graph.ts";
import type { GraphChange } from "./near-graph-worker.ts";
import { nearestRows } from "./nearest-rows.ts";
import { VectorMatrix } from "./vector-matrix.ts";

/** Above so many vectors a graph is walked instead of comparing all, which takes the longer the larger the catalog is. */
const largestExact = 200_000;

/** Vectors that the graph is told at once. */
const graphSlice = 1_000;

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
  /** Documents of which the graph was not told the latest; nobody counts them where there is no graph. */
  readonly #untold = new Set<number>();
  /** Changes that the graph was told and has not made yet. */
  #underWay = 0;

  /** An empty index; whoever makes it closes it. */
  constructor(options: VectorIndexOptions) {
    this.space = options.space;
    this.#largestExact = options.largestExact ?? largestExact;
    this.#matrix = new VectorMatrix(options.dimensions);
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
    return this.size <= this.#largestExact || !this.#isSettled;
  }

  /** Puts a vector in place of what had its number. Throws MODEL_MISMATCH for one of another space. */
  set(document: number, embedding: Embedding): void {
    this.#check(embedding);
    this.#matrix.set(document, embedding.vector);
    if (this.#graph) this.#untold.add(document);
  }

  /** Takes a vector out; nothing happens where there is none. */
  delete(document: number): void {
    if (this.#matrix.delete(document) && this.#graph) this.#untold.add(document);
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
      : await this.#walk(this.#graph!, embedding.vector, limit);
    const like = found.scores.findLastIndex((cosine) => cosine > 0) + 1;
    return { documents: found.documents.subarray(0, like), scores: found.scores.subarray(0, like) };
  }

  /**
   * Tells the graph of a large catalog some of the vectors that it does not have, and says whether it has all; until then every vector is
   * compared.
   */
  async settle(): Promise<boolean> {
    if (this.size <= this.#largestExact || this.#isSettled) return true;
    if (this.#graph === undefined) this.#openGraph();
    const change = this.#nextChange();
    this.#underWay++;
    // one that fails stays under way, so that every vector is compared from then on
    await this.#graph!.change(change);
    this.#underWay--;
    return this.#isSettled;
  }

  async close(): Promise<void> {
    await this.#graph?.close();
  }

  get #isSettled(): boolean {
    return this.#graph !== undefined && this.#untold.size === 0 && this.#underWay === 0;
  }

  #openGraph(): void {
    this.#graph = new NearGraph(this.#matrix.dimensions);
    for (let row = 0; row < this.size; row++) this.#untold.add(this.#matrix.documentAt(row));
  }

  /** The latest of some documents that the graph was not told of. */
  #nextChange(): GraphChange {
    const documents: number[] = [];
    const gone: number[] = [];
    for (const document of this.#untold) {
      if (documents.length + gone.length === graphSlice) break;
      (this.#matrix.has(document) ? documents : gone).push(document);
      this.#untold.delete(document);
    }
    return { documents, vectors: this.#matrix.unitVectors(documents), gone };
  }

  /** The graph compares in float16, so what it finds is compared again; a document may have gone meanwhile. */
  async #walk(graph: NearGraph, query: Float32Array, limit: number): Promise<Ranked> {
    const best = new BestOf(limit);
    const scale = scaleOf(query);
    const unit = query.map((value) => value * scale);
    for (const document of await graph.search(unit, limit))
      if (this.#matrix.has(document)) best.offer(document, this.#matrix.cosineOf(document, query, scale));
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
