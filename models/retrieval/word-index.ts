import { BestOf, type Ranked } from "./best-of.ts";
import { Postings } from "./postings.ts";

/** The words of a part of a document, as stems, and what each counts. */
export interface Field {
  readonly stems: readonly string[];
  readonly weight: number;
}

/** Saturation of a term, and how much long documents pay: what Robertson and Zaragoza (2009) recommend. */
const [k1, b] = [1.2, 0.75];

/** How much more it costs to look a document up in a list than to pass over an entry of the list. */
const timesDearer = 32;

/** A term of a query: what it weighs, who has it, and what it can add to a score at most. */
interface QueryTerm {
  readonly idf: number;
  readonly postings: Postings;
  readonly bound: number;
}

/**
 * Finds documents by their words: BM25 over weighted fields (BM25F; Robertson, Zaragoza & Taylor 2004). Documents are whole numbers from 0,
 * kept dense by whoever gives them; they come and go one by one, and what is found is always what an index built anew would find.
 */
export class WordIndex {
  readonly #postings = new Map<string, Postings>();
  /** Where each document stands, to take it out again. */
  readonly #placesOf: (readonly Postings[] | undefined)[] = [];
  /** The weighted length of each document. */
  #lengths = new Float64Array(1024);
  #totalLength = 0;
  #size = 0;
  /** The sums of a search, all zero between searches, and the documents that they belong to. */
  #sums = new Float64Array(1024);
  #touched = new Int32Array(1024);

  /** How many documents there are. */
  get size(): number {
    return this.#size;
  }

  /** Puts a document in place of what had its number. A stop word, whose stem is empty, counts nothing. */
  set(document: number, fields: readonly Field[]): void {
    this.delete(document);
    this.#reserve(document);
    const weights = weightsOf(fields);
    let length = 0;
    for (const weight of weights.values()) length += weight;
    const places = Array.from(weights.keys(), (term) => this.#postingsOf(term));
    for (const postings of places) postings.add(document, weights.get(postings.term)!, length);
    this.#placesOf[document] = places;
    this.#lengths[document] = length;
    this.#totalLength += length;
    this.#size++;
  }

  /** Takes a document out; nothing happens where there is none. */
  delete(document: number): void {
    const places = this.#placesOf[document];
    if (places === undefined) return;
    for (const postings of places) {
      postings.delete(document);
      if (postings.length === 0) this.#postings.delete(postings.term);
    }
    this.#placesOf[document] = undefined;
    this.#totalLength -= this.#lengths[document]!;
    this.#size--;
  }

  /** The documents that have any of the stems, at most `limit` of them, the highest BM25 first; of equal ones the lower number. */
  search(stems: readonly string[], limit: number): Ranked {
    const terms = this.#termsOfQuery(stems);
    const found = this.#sum(terms, limit);
    const best = new BestOf(limit);
    for (let i = 0; i < found; i++) {
      const document = this.#touched[i]!;
      best.offer(document, this.#sums[document]!);
      this.#sums[document] = 0;
    }
    return best.ranked();
  }

  /** The BM25 of some documents, in their order; 0 for one that has none of the stems. */
  scoresOf(stems: readonly string[], documents: ArrayLike<number>): Float64Array {
    const terms = this.#termsOfQuery(stems);
    return Float64Array.from(documents, (document) => {
      const norm = this.#norm(this.#lengths[document] ?? 0);
      return terms.reduce((sum, { idf, postings }) => sum + idf * saturated(postings.weightOf(document), norm), 0);
    });
  }

  /** The terms that occur, the rarest first. */
  #termsOfQuery(stems: readonly string[]): readonly QueryTerm[] {
    const terms: QueryTerm[] = [];
    for (const stem of new Set(stems)) {
      const postings = this.#postings.get(stem);
      if (postings === undefined) continue;
      const idf = Math.log(1 + (this.#size - postings.length + 0.5) / (postings.length + 0.5));
      const bound = idf * saturated(postings.maxWeight, this.#norm(postings.minLength));
      terms.push({ idf, postings, bound });
    }
    return terms.sort((one, other) => one.postings.length - other.postings.length);
  }

  /**
   * Sums scores term by term, and gives how many documents have one. Once what all further terms can add stays below the sum of the
   * `limit`-th best, no document that has only those can come in: from there on only the documents that still can are looked up
   * (the max-score rule of Turtle & Flood 1995, which leaves the result as it is).
   */
  #sum(terms: readonly QueryTerm[], limit: number): number {
    let found = 0;
    let ahead = terms.reduce((sum, { bound }) => sum + bound, 0);
    for (const [place, term] of terms.entries()) {
      const threshold = place === 0 ? Number.NEGATIVE_INFINITY : this.#nthBest(found, limit);
      if (ahead < threshold) {
        found = this.#keepAbove(found, threshold - ahead);
        this.#addToKnown(term, found);
      } else found = this.#addToAll(term, found);
      ahead -= term.bound;
    }
    return found;
  }

  #nthBest(found: number, limit: number): number {
    if (found < limit) return Number.NEGATIVE_INFINITY;
    const best = new BestOf(limit);
    for (let i = 0; i < found; i++) best.offer(i, this.#sums[this.#touched[i]!]!);
    return best.threshold;
  }

  #keepAbove(found: number, least: number): number {
    let kept = 0;
    for (let i = 0; i < found; i++) {
      const document = this.#touched[i]!;
      // bounds are summed in another order than scores, so that the last digits may differ
      if (this.#sums[document]! >= least - 1e-9) this.#touched[kept++] = document;
      else this.#sums[document] = 0;
    }
    return kept;
  }

  #addToAll({ idf, postings }: QueryTerm, before: number): number {
    const { documents, weights, length } = postings;
    const [base, slope] = this.#normLine();
    const [sums, lengths, touched] = [this.#sums, this.#lengths, this.#touched];
    let found = before;
    for (let i = 0; i < length; i++) {
      const document = documents[i]!;
      const sum = sums[document]!;
      if (sum === 0) touched[found++] = document;
      sums[document] = sum + idf * saturated(weights[i]!, base + slope * lengths[document]!);
    }
    return found;
  }

  #addToKnown(term: QueryTerm, found: number): void {
    const { documents, weights, length } = term.postings;
    if (found * timesDearer < length) {
      for (let i = 0; i < found; i++) this.#add(term, this.#touched[i]!, term.postings.weightOf(this.#touched[i]!));
    } else {
      for (let i = 0; i < length; i++) if (this.#sums[documents[i]!] !== 0) this.#add(term, documents[i]!, weights[i]!);
    }
  }

  #add({ idf }: QueryTerm, document: number, weight: number): void {
    if (weight > 0) this.#sums[document]! += idf * saturated(weight, this.#norm(this.#lengths[document]!));
  }

  /** What a document of a length pays: base + slope × length. */
  #normLine(): readonly [base: number, slope: number] {
    return [k1 * (1 - b), (k1 * b * this.#size) / this.#totalLength];
  }

  #norm(length: number): number {
    const [base, slope] = this.#normLine();
    return base + slope * length;
  }

  #postingsOf(term: string): Postings {
    const known = this.#postings.get(term);
    if (known !== undefined) return known;
    const postings = new Postings(term);
    this.#postings.set(term, postings);
    return postings;
  }

  #reserve(document: number): void {
    if (document < this.#lengths.length) return;
    const capacity = 2 * Math.max(document, this.#lengths.length);
    const lengths = this.#lengths;
    this.#lengths = new Float64Array(capacity);
    this.#lengths.set(lengths);
    this.#sums = new Float64Array(capacity);
    this.#touched = new Int32Array(capacity);
  }
}

/** tf / (tf + norm), from 0 to 1: the part of BM25 that says how much of a term there is. */
function saturated(weight: number, norm: number): number {
  return weight / (weight + norm);
}

function weightsOf(fields: readonly Field[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const { stems, weight } of fields)
    for (const stem of stems) if (stem !== "") weights.set(stem, (weights.get(stem) ?? 0) + weight);
  return weights;
}
