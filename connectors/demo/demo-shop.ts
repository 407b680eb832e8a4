import type { CatalogProduct, LabelledEvent } from "../../schemas/generated/events.ts";
import { judge } from "./judge.ts";
import { type DemoEvent, liveStream, type StreamOptions } from "./live-stream.ts";
import { catalogProduct, makeProducts } from "./product.ts";
import { ProductIndex } from "./product-index.ts";
import { QueryBook } from "./query-book.ts";
import { Random } from "./random.ts";
import { Ranker } from "./ranker.ts";
import { type Shop, Visit } from "./visit.ts";

/** An invented home-improvement shop: equal seeds make equal shops. */
export interface DemoShop {
  /** Every product once. */
  catalog(): Generator<CatalogProduct>;
  /**
   * Searches, what visitors did with the results, and grades for a tenth of the searches, in order of time. Equal seeds
   * and options give equal events with equal ids; another `from` gives other visits.
   */
  events(options: StreamOptions): Generator<DemoEvent>;
  /** Graded searches to train on, spread over the year that begins at `from` (2024 unless said); none is part of a stream of events. */
  judgedQueries(count: number, from?: number): Generator<LabelledEvent>;
}

const defaultProducts = 20_000;
const yearMs = 365 * 24 * 60 * 60 * 1000;

/** Opens the shop of a seed, with this many products: 20,000 unless said. */
export function createDemoShop(options: { readonly seed: number; readonly products?: number }): DemoShop {
  const { seed, products: count = defaultProducts } = options;
  if (!Number.isInteger(count) || count < 1) throw new Error(`a shop can't have ${count} products`);
  const products = makeProducts(seed, count);
  const index = new ProductIndex(products);
  const shop: Shop = { book: new QueryBook(index, seed), ranker: new Ranker(index, seed) };
  return {
    *catalog() {
      for (const product of products) yield catalogProduct(product);
    },
    events(stream) {
      const { from, perSecond = 1 } = stream;
      if (!Number.isSafeInteger(from)) throw new Error(`a stream can't begin at ${from}`);
      if (!(perSecond > 0)) throw new Error(`a stream can't have ${perSecond} searches a second`);
      return liveStream(shop, seed, stream);
    },
    judgedQueries: (wanted, from = Date.UTC(2024, 0, 1)) => judgedQueries(shop, seed, wanted, from),
  };
}

function* judgedQueries(shop: Shop, seed: number, count: number, from: number): Generator<LabelledEvent> {
  const random = new Random(seed, `judged ${from}`);
  for (let made = 0; made < count; ) {
    const time = from + Math.floor((made * yearMs) / count);
    const visit = new Visit(shop, `demo-${seed}-${from.toString(36)}-rated-${made + 1}`, time, random);
    const step = visit.search(time);
    if (step.products.length === 0) continue;
    made++;
    yield judge(step, time, random);
  }
}
