import { scaleOf } from "../embedding/similarity.ts";
import { RoundedRows } from "./rounded-rows.ts";

/** Vectors as the rows of one matrix that grows; a row that is freed is filled by the last one, so that all rows up to `size` are in use. */
export class VectorMatrix {
  readonly dimensions: number;
  /** The same vectors, rounded. */
  readonly rounded: RoundedRows;
  size = 0;
  /** Row by row; only the first `size` rows are in use. */
  #values: Float32Array;
  /** One over the length of each row, which makes a product with it a cosine; 0 for a row of zeros. */
  #scales: Float64Array;
  readonly #rowOf = new Map<number, number>();
  #documentOf: Int32Array;

  constructor(dimensions: number, capacity = 1024) {
    this.dimensions = dimensions;
    this.rounded = new RoundedRows(dimensions);
    this.#values = new Float32Array(capacity * dimensions);
    this.#scales = new Float64Array(capacity);
    this.#documentOf = new Int32Array(capacity);
  }

  set(document: number, vector: Float32Array): void {
    let row = this.#rowOf.get(document);
    if (row === undefined) {
      if (this.size === this.#scales.length) this.#grow();
      row = this.size++;
      this.#place(document, row);
    }
    this.#values.set(vector, row * this.dimensions);
    this.#scales[row] = scaleOf(vector);
    this.rounded.set(row, vector, this.#scales[row]!);
  }

  /** Whether there was anything to take out. */
  delete(document: number): boolean {
    const row = this.#rowOf.get(document);
    if (row === undefined) return false;
    const last = --this.size;
    this.#rowOf.delete(document);
    if (row === last) return true;
    this.#place(this.documentAt(last), row);
    this.#values.copyWithin(row * this.dimensions, last * this.dimensions, (last + 1) * this.dimensions);
    this.#scales[row] = this.#scales[last]!;
    this.rounded.copy(last, row);
    return true;
  }

  documentAt(row: number): number {
    return this.#documentOf[row]!;
  }

  /** Whether a document has a vector. */
  has(document: number): boolean {
    return this.#rowOf.has(document);
  }

  /** A copy of the vector of a document. */
  vectorOf(document: number): Float32Array | undefined {
    const row = this.#rowOf.get(document);
    return row === undefined ? undefined : this.#values.slice(row * this.dimensions, (row + 1) * this.dimensions);
  }

  /** The vectors of documents made to be of length 1, one after the other; zeros stay zeros. */
  unitVectors(documents: readonly number[]): Float32Array<ArrayBuffer> {
    const units = new Float32Array(documents.length * this.dimensions);
    for (const [place, document] of documents.entries()) {
      const row = this.#rowOf.get(document)!;
      const [first, target] = [row * this.dimensions, place * this.dimensions];
      const scale = this.#scales[row]!;
      for (let i = 0; i < this.dimensions; i++) units[target + i] = this.#values[first + i]! * scale;
    }
    return units;
  }

  /** The cosine of a document's vector and another one whose scale is given. */
  cosineOf(document: number, vector: Float32Array, scale: number): number {
    return this.cosineAt(this.#rowOf.get(document)!, vector, scale);
  }

  /** The cosine of a row and another vector whose scale is given. */
  cosineAt(row: number, vector: Float32Array, scale: number): number {
    const first = row * this.dimensions;
    let product = 0;
    for (let i = 0; i < vector.length; i++) product += this.#values[first + i]! * vector[i]!;
    return product * scale * this.#scales[row]!;
  }

  #place(document: number, row: number): void {
    this.#rowOf.set(document, row);
    this.#documentOf[row] = document;
  }

  #grow(): void {
    const [values, scales, documentOf] = [this.#values, this.#scales, this.#documentOf];
    const capacity = 2 * scales.length;
    this.#values = new Float32Array(capacity * this.dimensions);
    this.#values.set(values);
    this.#scales = new Float64Array(capacity);
    this.#scales.set(scales);
    this.#documentOf = new Int32Array(capacity);
    this.#documentOf.set(documentOf);
  }
}
