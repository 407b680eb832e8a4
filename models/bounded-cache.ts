/**
 * A map that holds at most `capacity` entries: at least the half that were used last. It forgets the older half at once; to put each entry behind the
 * others whenever it is used costs more than most of what is kept.
 */
export class BoundedCache<Key, Value> {
  readonly #half: number;
  #older = new Map<Key, Value>();
  #newer = new Map<Key, Value>();

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 2)
      throw new Error(`a cache needs a capacity of 2 or more, not ${capacity}`);
    this.#half = Math.floor(capacity / 2);
  }

  get size(): number {
    return this.#older.size + this.#newer.size;
  }

  /** The value kept for the key, or what `make` gives for it, kept from now on. */
  getOrMake(key: Key, make: (key: Key) => Value): Value {
    const kept = this.#newer.get(key);
    return kept === undefined ? this.#renew(key, make) : kept;
  }

  #renew(key: Key, make: (key: Key) => Value): Value {
    const kept = this.#older.get(key);
    if (kept !== undefined) this.#older.delete(key);
    const value = kept ?? make(key);
    if (this.#newer.size >= this.#half) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(key, value);
    return value;
  }
}
