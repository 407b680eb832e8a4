import type { Choices } from "../two-tower/choices.ts";

/**
 * Item-to-item collaborative filtering (Sarwar et al. 2001): a product scores by the sum of its cosines to what a visitor chose, where a product
 * is the vector of the visitors who chose it. What was chosen is like itself, so it may come again.
 */
export class ItemCosine {
  readonly #itemsOf: readonly Int32Array[];
  readonly #usersOf: readonly Int32Array[];

  constructor({ users, items }: Choices, userCount: number, itemCount: number) {
    const itemsOf = Array.from({ length: userCount }, () => new Set<number>());
    for (const [choice, user] of users.entries()) itemsOf[user]!.add(items[choice]!);
    const usersOf: number[][] = Array.from({ length: itemCount }, () => []);
    for (const [user, own] of itemsOf.entries()) for (const item of own) usersOf[item]!.push(user);
    this.#itemsOf = itemsOf.map((own) => Int32Array.from(own));
    this.#usersOf = usersOf.map((own) => Int32Array.from(own));
  }

  /** Scores of every product for somebody who chose these. */
  scores(chosen: Iterable<number>): Float32Array {
    const scores = new Float32Array(this.#usersOf.length);
    for (const item of new Set(chosen)) {
      const buyers = this.#usersOf[item]!;
      for (const user of buyers)
        for (const other of this.#itemsOf[user]!) scores[other]! += 1 / Math.sqrt(buyers.length);
    }
    for (const [item, { length }] of this.#usersOf.entries()) if (length > 0) scores[item]! /= Math.sqrt(length);
    return scores;
  }
}
