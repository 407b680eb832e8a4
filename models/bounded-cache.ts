/** A map that holds at most `capacity` entries and forgets the one that was used longest ago. */
export class BoundedCache<Key, Value> {
  readonly capacity: number;
  readonly #entries = new Map<Key, Value>();

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1)
      throw new Error(`a cache needs a capacity of 1 or more, not ${capacity}`);
    this.capacity = capacity;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The value kept for the key, or what `make` gives for it, kept from now on. */
  getOrMake(key: Key, make: (key: Key) => Value): Value {
    const kept = this.#entries.get(key);
    if (kept !== undefined) {
      // a Map lists its keys in the order they were set, so setting again makes this one the newest
      this.#entries.delete(key);
      this.#entries.set(key, kept);
      return kept;
    }
    const made = make(key);
    if (this.#entries.size >= this.capacity) this.#entries.delete(this.#entries.keys().next().value as Key);
    this.#entries.set(key, made);
    return made;
  }
}
