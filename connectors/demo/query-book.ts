import { productTypes } from "./assortment.ts";
import { makeQuery, type Query } from "./intent.ts";
import type { ProductIndex } from "./product-index.ts";
import { Random, WeightedDraw, zipfWeights } from "./random.ts";
import { hourlyDemand, seasonalDemand } from "./seasons.ts";

const bookSize = 6000;
const zipfExponent = 0.95;
const headShift = 12;
const freshShare = 0.22;

/** What the shop's visitors search for: a book of queries that come again, few of them often, and ever new ones. */
export class QueryBook {
  readonly #index: ProductIndex;
  readonly #queries: readonly Query[];
  /** By month: what of the book, and what type for a new query. */
  readonly #bookDraws: WeightedDraw[] = [];
  readonly #typeDraws: WeightedDraw[] = [];

  constructor(index: ProductIndex, seed: number) {
    this.#index = index;
    const random = new Random(seed, "queries");
    const stocked = productTypes.map((type) => (index.ofType(type).length > 0 ? (type.spec.popularity ?? 1) : 0));
    for (let month = 0; month < 12; month++) {
      this.#typeDraws.push(
        new WeightedDraw(productTypes.map(({ spec }, place) => stocked[place]! * seasonalDemand(spec.season, month))),
      );
    }
    this.#queries = makeBook(index, new WeightedDraw(stocked), random);
    // The head is flattened: even the first query is a small share of all.
    const popularity = zipfWeights(bookSize + headShift, zipfExponent).slice(headShift);
    for (let month = 0; month < 12; month++) {
      this.#bookDraws.push(
        new WeightedDraw(
          this.#queries.map(({ intent }, rank) => popularity[rank]! * seasonalDemand(intent.type?.spec.season, month)),
        ),
      );
    }
  }

  /** A query as it comes in a month (0 to 11) and at an hour (0 to 23) of the shop's day, spelt right. */
  draw(month: number, hour: number, random: Random): Query {
    for (;;) {
      const query = random.chance(freshShare)
        ? this.#fresh(month, random)
        : this.#queries[this.#bookDraws[month]!.draw(random)]!;
      if (random.chance(hourlyDemand(query.intent.type?.department.isTrade ?? false, hour))) return query;
    }
  }

  #fresh(month: number, random: Random): Query {
    return makeQuery({ index: this.#index, type: productTypes[this.#typeDraws[month]!.draw(random)]!, random });
  }
}

/** Queries by how often they come: the plain ones for popular types lead. */
function makeBook(index: ProductIndex, types: WeightedDraw, random: Random): Query[] {
  const byText = new Map<string, { query: Query; rank: number }>();
  while (byText.size < bookSize) {
    const type = productTypes[types.draw(random)]!;
    const query = makeQuery({ index, type, random });
    const rank = query.specialty - 1.2 * Math.log(type.spec.popularity ?? 1) + 0.7 * random.normal();
    if (!byText.has(query.text)) byText.set(query.text, { query, rank });
  }
  return [...byText.values()].sort((a, b) => a.rank - b.rank).map(({ query }) => query);
}
