import { embeddable } from "../../models/embedding/embedder.ts";
import { cosine, toUnitLength } from "../../models/embedding/similarity.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { CatalogProduct } from "../../schemas/generated/events.ts";
import type { LiveCatalog, Searchable } from "./live-catalog.ts";
import { type IndexedProduct, type ProductIndex, type ToldProduct, toldProduct } from "./product-index.ts";
import { checkLimit, checkQuery } from "./search-products.ts";
import type { Visits } from "./visits.ts";

/** Whom or what products are recommended for: exactly one of query and user. */
export interface Wish {
  /** As the visitor typed it. */
  readonly query?: string;
  /** As the shop names the visitor. */
  readonly user?: string;
  /** At most so many products, up to 100. */
  readonly limit: number;
}

/** A product that is recommended. */
export interface RecommendedFind extends ToldProduct {
  /** The cosine to what it is recommended for, or how often it was chosen. */
  readonly score: number;
}

/** What is recommended, and on what grounds. */
export interface Recommendations {
  /** Likeness to the query, likeness to what the visitor chose last, or, for a visitor who is not known, what all visitors chose most often. */
  readonly by: "query" | "history" | "popularity";
  /** The space that vectors were compared in. */
  readonly space: string;
  /** Best first. */
  readonly products: readonly RecommendedFind[];
  /** What the visitor chose last, the latest first, as far as the catalog has it: none of it is recommended. */
  readonly history: readonly Pick<CatalogProduct, "productId" | "title">[];
}

/**
 * Recommends products of the catalog by vectors of titles: those nearest to a query, or nearest to the mean of what a visitor chose last. Throws
 * WRONG_USAGE unless exactly one of both is asked for, and for an odd query or limit.
 */
export async function recommendProducts(catalog: LiveCatalog, visits: Visits, wish: Wish): Promise<Recommendations> {
  checkWish(wish);
  const { query, user = "", limit } = wish;
  if (query !== undefined) return catalog.use((searchable) => forQuery(searchable, query, limit));
  await visits.catchUp();
  return catalog.use(({ index }) => forUser(index, visits, user, limit));
}

/** A wish that can't be one throws WRONG_USAGE. */
export function checkWish({ query, user, limit }: Wish): void {
  checkLimit(limit);
  if ((query === undefined) === (user === undefined))
    throw new TwinstreamError("WRONG_USAGE", "recommend for a query or for a user, one of them");
  if (query !== undefined) checkQuery(query);
}

async function forQuery({ index, live }: Searchable, query: string, limit: number): Promise<Recommendations> {
  const [vector] = await live.embedder.embed([embeddable(query, live.analyser.analyseQuery(query))]);
  return { by: "query", space: index.space, products: await nearest(index, vector!, limit), history: [] };
}

async function forUser(index: ProductIndex, visits: Visits, user: string, limit: number): Promise<Recommendations> {
  const { space } = index;
  const known = visits.recentOf(user).flatMap((productId) => index.product(productId) ?? []);
  const history = known.map(({ product: { productId, title } }) => ({ productId, title }));
  if (known.length === 0) return { by: "popularity", space, products: mostChosen(index, visits, limit), history };
  const chosen = new Set(history.map(({ productId }) => productId));
  const near = await nearest(index, meanOf(known), limit + known.length);
  const products = near.filter(({ productId }) => !chosen.has(productId)).slice(0, limit);
  return { by: "history", space, products, history };
}

async function nearest(index: ProductIndex, vector: Float32Array, limit: number): Promise<readonly RecommendedFind[]> {
  const { documents } = await index.byVector(vector, limit);
  return index.productsAt(documents).map((found) => told(found, cosine(vector, found.vector)));
}

/** The mean of the directions, so that no title counts more for its length. */
function meanOf(products: readonly IndexedProduct[]): Float32Array {
  const [first, ...others] = products.map(({ vector }) => toUnitLength(Float32Array.from(vector)));
  for (const vector of others) for (let i = 0; i < vector.length; i++) first![i]! += vector[i]!;
  return first!.map((sum) => sum / products.length);
}

function mostChosen(index: ProductIndex, visits: Visits, limit: number): readonly RecommendedFind[] {
  const found: RecommendedFind[] = [];
  for (const { productId, count } of visits.popular()) {
    if (found.length === limit) break;
    const product = index.product(productId);
    if (product !== undefined) found.push(told(product, count));
  }
  return found;
}

function told({ product }: IndexedProduct, score: number): RecommendedFind {
  return { ...toldProduct(product), score };
}
