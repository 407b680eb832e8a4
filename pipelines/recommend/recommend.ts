import type { Recent } from "../../models/two-tower/choices.ts";
import type { TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";
import type { HashUser } from "../record/hash-user.ts";
import type { LiveCatalog } from "../retrieval/live-catalog.ts";
import type { ProductIndex } from "../retrieval/product-index.ts";
import {
  checkWish,
  type Recommendations,
  type RecommendedFind,
  recommendProducts,
  type Wish,
} from "../retrieval/recommend-products.ts";
import type { Visits } from "../retrieval/visits.ts";
import type { LiveRecommender, OpenRecommender } from "./live-recommender.ts";
import { type Reason, reasonsFor } from "./reason.ts";

/** What is recommended, by which model, and why. */
export interface ReasonedRecommendations extends Omit<Recommendations, "products"> {
  /** The two-tower model, null where vectors of titles or counts answer. */
  readonly model: string | null;
  readonly products: readonly (RecommendedFind & { readonly why: Reason | null })[];
}

/** What recommendations are made from. */
export interface RecommendSources {
  readonly catalog: LiveCatalog;
  readonly visits: Visits;
  /** Without one, or while none is trained, vectors of titles answer. */
  readonly recommender?: LiveRecommender | undefined;
  /** As the models name visitors. */
  readonly hashUser?: HashUser | undefined;
}

/** Recommends by the two-tower model in use, as far as it knows products of the catalog; else by vectors of titles. Throws as `recommendProducts`. */
export async function recommend(sources: RecommendSources, wish: Wish): Promise<ReasonedRecommendations> {
  const { catalog, visits, recommender } = sources;
  checkWish(wish);
  if (wish.user !== undefined) await visits.catchUp();
  const byTowers = await recommender?.use((open) => catalog.use(({ index }) => towersSay(open, index, sources, wish)));
  if (byTowers !== undefined && byTowers.products.length > 0) return byTowers;
  const { products, ...rest } = await recommendProducts(catalog, visits, wish);
  return { ...rest, model: null, products: products.map((product) => ({ ...product, why: null })) };
}

async function towersSay(
  { model, reference }: OpenRecommender,
  index: ProductIndex,
  sources: RecommendSources,
  { query, user, limit }: Wish,
): Promise<ReasonedRecommendations> {
  const isSold = (item: number) => index.has(model.state.items[item]!.id);
  const recent = user === undefined ? new Int32Array() : recentOf(model, user, sources);
  const visitor = { name: user === undefined ? undefined : nameOf(user, sources), recent };
  const { items, scores } =
    query === undefined ? await model.forVisitor(visitor, limit, isSold) : await model.forQuery(query, limit, isSold);
  const side = query === undefined ? await model.userVectors([visitor]) : await model.queryVectors([query]);
  const reasons = await reasonsFor(model, side, recent, items);
  return {
    by: query !== undefined ? "query" : recent.length > 0 ? "history" : "popularity",
    model: reference,
    space: model.space,
    products: Array.from(items, (item, place) => ({
      ...toldProduct(index, model.state.items[item]!.id),
      score: scores[place]!,
      why: reasons[place]!,
    })),
    history: [...new Set(recent)].map((item) => {
      const { id: productId, title } = model.state.items[item]!;
      return { productId, title };
    }),
  };
}

/** What a visitor chose last: since the training by the stream, before it as the model has it. */
function recentOf(model: TwoTowerModel, user: string, sources: RecommendSources): Recent {
  const since = sources.visits.recentOf(user, model.state.until).flatMap((productId) => model.indexOf(productId) ?? []);
  const before = model.visitor(nameOf(user, sources)).recent;
  return Int32Array.of(...since, ...before).subarray(0, model.state.config.history);
}

function nameOf(user: string, { hashUser = (name) => name }: RecommendSources): string {
  return hashUser(user);
}

function toldProduct(index: ProductIndex, id: string) {
  const { productId, title, brand, category, price } = index.product(id)!.product;
  return { productId, title, brand, category, price };
}
