import { hashText } from "../hash.ts";

/**
 * Which row of a table a name has: one of its own when it is known, else one of a few that the unknown ones share by hash (Weinberger et al.
 * 2009), so that somebody or something new has a vector at once.
 */
export class NameRows {
  readonly names: readonly string[];
  readonly buckets: number;
  readonly #rowOf: ReadonlyMap<string, number>;

  constructor(names: readonly string[], buckets: number) {
    this.names = names;
    this.buckets = buckets;
    this.#rowOf = new Map(names.map((name, index) => [name, buckets + index]));
  }

  /** How many rows the table has; those that are shared come first. */
  get rows(): number {
    return this.buckets + this.names.length;
  }

  rowOf(name: string): number {
    return this.#rowOf.get(name) ?? this.sharedRowOf(name);
  }

  /** The row that the name would have if it were not known. */
  sharedRowOf(name: string): number {
    return hashText(name) % this.buckets;
  }

  isKnown(name: string): boolean {
    return this.#rowOf.has(name);
  }

  /** The same, with more names known; rows stay where they are. */
  with(more: Iterable<string>): NameRows {
    const added = [...new Set(more)].filter((name) => !this.isKnown(name));
    return added.length === 0 ? this : new NameRows([...this.names, ...added], this.buckets);
  }
}
