/**
 * What was made of objects, kept for as long as each object itself is kept elsewhere. An analysed text is known by its words or its stems, which its
 * analyser keeps while it keeps the text: so the analyser alone bounds how much is kept of titles.
 */
export class WeakCache<Key extends object, Value> {
  readonly #made = new WeakMap<Key, Value>();

  /** The value kept for the key, or what `make` gives for it, kept from now on. */
  getOrMake(key: Key, make: (key: Key) => Value): Value {
    const kept = this.#made.get(key);
    if (kept !== undefined) return kept;
    const value = make(key);
    this.#made.set(key, value);
    return value;
  }
}
