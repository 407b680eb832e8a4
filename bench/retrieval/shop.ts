import { seededRandom } from "../../models/random.ts";
import { importFile } from "../../pipelines/replay/import-file.ts";
import { judgedEventsOf } from "../../pipelines/training/judged-events.ts";
import type { CatalogProduct } from "../../schemas/generated/events.ts";
import { homeDepotFile } from "../home-depot.ts";

/** What was searched, and which products people judged relevant to it. */
export interface JudgedQuery {
  readonly query: string;
  readonly relevant: ReadonlySet<string>;
}

/** The products of the Home Depot rows and what was searched for. */
export interface Shop {
  readonly products: readonly CatalogProduct[];
  readonly queries: readonly JudgedQuery[];
}

/** From this grade on, of 1 to 3, a product counts as relevant. */
const relevantFrom = 2.5;

/** Every distinct product and query of the Home Depot rows, the queries in an order drawn once. */
export async function homeDepotShop(): Promise<Shop> {
  const events = await judgedEventsOf(importFile({ path: homeDepotFile, preset: "home-depot" }));
  const products = new Map<string, CatalogProduct>();
  for (const { productId, title } of events.flatMap((event) => event.products))
    products.set(productId, productOf(productId, title!));
  const queries = events.map(({ query, products: shown }) => ({
    query: query!,
    relevant: new Set(shown.filter(({ grade }) => grade >= relevantFrom).map(({ productId }) => productId)),
  }));
  return { products: [...products.values()], queries: seededRandom(7).shuffle(queries) };
}

/** More products, drawn: each takes the first words of one title and the last of another. */
export function* drawnProducts(products: readonly CatalogProduct[], count: number): Generator<CatalogProduct> {
  const random = seededRandom(11);
  const wordsOf = () => products[random.int(products.length)]!.title.split(" ");
  for (let i = 0; i < count; i++) {
    const [first, second] = [wordsOf(), wordsOf()];
    const title = [...first.slice(0, Math.ceil(first.length / 2)), ...second.slice(Math.floor(second.length / 2))];
    yield productOf(`drawn-${i}`, title.join(" "));
  }
}

function productOf(productId: string, title: string): CatalogProduct {
  const unknown = { description: null, brand: null, category: null, price: null, picture: null, attributes: {} };
  return { productId, title, time: Date.UTC(2024, 0, 1), source: "bench", ...unknown };
}
