import type { Random } from "../random.ts";
import type { Choices } from "./choices.ts";
import { countsOf } from "./choices.ts";
import type { ShopItem } from "./shop-item.ts";
import type { TwoTowerConfig } from "./two-tower-config.ts";

/** Products that a batch compares its visitors with. */
export interface Candidates {
  /** Each product once. */
  readonly items: Int32Array;
  /** For each choice of the batch the place of its product among them. */
  readonly places: Int32Array;
  /** For each of them −log of how likely a batch has it: what makes up for frequent products being drawn often. */
  readonly corrections: Float32Array;
}

/**
 * Draws the candidates of batches: what was chosen in it, products from the whole catalog (mixed negative sampling; Yang et al. 2020), and, as
 * hard ones, products of the categories that were chosen. Each counts by how likely it is drawn (the logQ correction; Yi et al. 2019).
 */
export class CandidateSampler {
  readonly #counts: Int32Array;
  readonly #choices: Choices;
  readonly #config: Pick<TwoTowerConfig, "negatives" | "hardNegatives">;
  /** The products of each category, and for each product the number of its category. */
  readonly #groups: readonly Int32Array[];
  readonly #groupOf: Int32Array;
  /** How many choices fell on each category. */
  readonly #groupCounts: Int32Array;

  constructor(
    items: readonly ShopItem[],
    choices: Choices,
    config: Pick<TwoTowerConfig, "negatives" | "hardNegatives">,
  ) {
    this.#counts = countsOf(choices, items.length);
    this.#choices = choices;
    this.#config = config;
    const members = new Map<string, number[]>();
    for (const [item, { category }] of items.entries()) {
      const group = members.get(category ?? "");
      if (group === undefined) members.set(category ?? "", [item]);
      else group.push(item);
    }
    this.#groups = [...members.values()].map((group) => Int32Array.from(group));
    this.#groupOf = new Int32Array(items.length);
    this.#groupCounts = new Int32Array(this.#groups.length);
    for (const [group, own] of this.#groups.entries())
      for (const item of own) {
        this.#groupOf[item] = group;
        this.#groupCounts[group]! += this.#counts[item]!;
      }
  }

  /** The candidates of a batch of choices. */
  draw(batch: Int32Array, random: Random): Candidates {
    const placeOf = new Map<number, number>();
    const place = (item: number) => {
      const known = placeOf.get(item);
      if (known === undefined) placeOf.set(item, placeOf.size);
      return known ?? placeOf.size - 1;
    };
    const chosen = (choice: number) => this.#choices.items[choice]!;
    const places = batch.map((choice) => place(chosen(choice)));
    const { negatives, hardNegatives } = this.#config;
    for (let n = 0; n < negatives; n++) place(random.int(this.#counts.length));
    for (let n = 0; n < hardNegatives; n++) {
      const group = this.#groups[this.#groupOf[chosen(batch[random.int(batch.length)]!)]!]!;
      place(group[random.int(group.length)]!);
    }
    const items = Int32Array.from(placeOf.keys());
    return { items, places, corrections: Float32Array.from(items, (item) => -this.#logExpected(item, batch.length)) };
  }

  /** How often a product is expected among the candidates, as a logarithm; once at most, as each counts once. */
  #logExpected(item: number, batchSize: number): number {
    const { negatives, hardNegatives } = this.#config;
    const total = this.#choices.items.length;
    const group = this.#groupOf[item]!;
    const expected =
      (batchSize * this.#counts[item]!) / total +
      negatives / this.#counts.length +
      (hardNegatives * this.#groupCounts[group]!) / total / this.#groups[group]!.length;
    return Math.log(Math.min(1, Math.max(expected, 1e-9)));
  }
}
