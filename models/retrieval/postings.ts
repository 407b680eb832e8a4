import { countBelow } from "../count-below.ts";
/** Which documents have a term, in rising order, and how much of it. */
export class Postings {
  readonly term: string;
  /** Only the first `length` are in use. */
  documents = new Int32Array(4);
  /** How often each has the term, weighted by the fields that it stands in. */
  weights = new Float32Array(4);
  length = 0;
  /** No document has more of the term than this, nor is shorter than that: what bounds any score. Deleting leaves them as they are. */
  maxWeight = 0;
  minLength = Number.POSITIVE_INFINITY;

  constructor(term: string) {
    this.term = term;
  }

  /** Adds a document that is not there. */
  add(document: number, weight: number, documentLength: number): void {
    if (this.length === this.documents.length) this.#grow();
    const place = this.#placeOf(document);
    if (place < this.length) {
      this.documents.copyWithin(place + 1, place, this.length);
      this.weights.copyWithin(place + 1, place, this.length);
    }
    this.documents[place] = document;
    this.weights[place] = weight;
    this.length++;
    this.maxWeight = Math.max(this.maxWeight, this.weights[place]!);
    this.minLength = Math.min(this.minLength, documentLength);
  }

  /** Takes a document out that is there. */
  delete(document: number): void {
    const place = this.#placeOf(document);
    this.documents.copyWithin(place, place + 1, this.length);
    this.weights.copyWithin(place, place + 1, this.length);
    this.length--;
  }

  /** How much of the term a document has; 0 where it has none. */
  weightOf(document: number): number {
    const place = this.#placeOf(document);
    return place < this.length && this.documents[place] === document ? this.weights[place]! : 0;
  }

  /** The first place whose document is not below this one. */
  #placeOf(document: number): number {
    // new documents mostly have the highest number
    if (this.length === 0 || this.documents[this.length - 1]! < document) return this.length;
    return countBelow(this.documents.subarray(0, this.length), document);
  }

  #grow(): void {
    const capacity = this.documents.length * 2;
    const [documents, weights] = [this.documents, this.weights];
    this.documents = new Int32Array(capacity);
    this.documents.set(documents);
    this.weights = new Float32Array(capacity);
    this.weights.set(weights);
  }
}
