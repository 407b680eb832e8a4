/** What a search found, best first: numbers of documents and their scores, of equal length. */
export interface Ranked {
  readonly documents: Int32Array;
  readonly scores: Float64Array;
}

/** Finds the best of many without sorting them: a heap whose root is the worst that is kept. Of equal scores the lower document is better. */
export class BestOf {
  readonly #documents: Int32Array;
  readonly #scores: Float64Array;
  #size = 0;

  constructor(limit: number) {
    this.#documents = new Int32Array(limit);
    this.#scores = new Float64Array(limit);
  }

  /** The score that another one has to reach; -Infinity while there is room. */
  get threshold(): number {
    return this.#size < this.#scores.length ? Number.NEGATIVE_INFINITY : (this.#scores[0] ?? Number.POSITIVE_INFINITY);
  }

  offer(document: number, score: number): void {
    if (this.#size < this.#scores.length) {
      this.#put(this.#size, document, score);
      this.#rise(this.#size++);
    } else if (this.#size > 0 && this.#isWorse(0, document, score)) {
      this.#put(0, document, score);
      this.#sink();
    }
  }

  /** Everything kept, best first. */
  ranked(): Ranked {
    const order = Array.from({ length: this.#size }, (_, place) => place).sort((a, b) =>
      this.#isWorse(a, this.#documents[b]!, this.#scores[b]!) ? 1 : -1,
    );
    return {
      documents: Int32Array.from(order, (place) => this.#documents[place]!),
      scores: Float64Array.from(order, (place) => this.#scores[place]!),
    };
  }

  #put(place: number, document: number, score: number): void {
    this.#documents[place] = document;
    this.#scores[place] = score;
  }

  #isWorse(place: number, document: number, score: number): boolean {
    const own = this.#scores[place]!;
    return own < score || (own === score && this.#documents[place]! > document);
  }

  #swap(one: number, other: number): void {
    const [document, score] = [this.#documents[one]!, this.#scores[one]!];
    this.#put(one, this.#documents[other]!, this.#scores[other]!);
    this.#put(other, document, score);
  }

  #rise(from: number): void {
    for (let place = from; place > 0; ) {
      const parent = (place - 1) >> 1;
      if (!this.#isWorse(place, this.#documents[parent]!, this.#scores[parent]!)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  #sink(): void {
    for (let place = 0; ; ) {
      let worst = place;
      for (const child of [2 * place + 1, 2 * place + 2])
        if (child < this.#size && this.#isWorse(child, this.#documents[worst]!, this.#scores[worst]!)) worst = child;
      if (worst === place) return;
      this.#swap(place, worst);
      place = worst;
    }
  }
}
