import type { TwoTowerModel, Visitor } from "../../models/two-tower/two-tower-model.ts";
import type { HashUser } from "../record/hash-user.ts";
import type { LiveCatalog } from "../retrieval/live-catalog.ts";
import { type ProductIndex, toldProduct } from "../retrieval/product-index.ts";
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

/** Recommends products of the catalog, also those of a second ago, by the two-tower model in use; without one by vectors of titles. Throws as `recommendProducts`. */
export async function recommend(sources: RecommendSources, wish: Wish): Promise<ReasonedRecommendations> {
  const { catalog, visits, recommender } = sources;
  checkWish(wish);
  if (wish.user !== undefined) await visits.catchUp();
  const byTowers = await recommender?.use((open) => catalog.use(({ index }) => towersSay(open, index, sources, wish)));
  if (byTowers !== undefined) return byTowers;
  const { products, ...rest } = await recommendProducts(catalog, visits, wish);
  return { ...rest, model: null, products: products.map((product) => ({ ...product, why: null })) };
}

async function towersSay(
  { model, reference, catalog }: OpenRecommender,
  index: ProductIndex,
  sources: RecommendSources,
  { query, user, limit }: Wish,
): Promise<ReasonedRecommendations> {
  await catalog.catchUp(index);
  const { placed } = model;
  const isSold = (item: number) => index.has(placed.at(item).id);
  const visitor = user === undefined ? nobody : visitorOf(model, user, sources);
  const { recent } = visitor;
  const { items, scores } =
    query === undefined ? await model.forVisitor(visitor, limit, isSold) : await model.forQuery(query, limit, isSold);
  const side = query === undefined ? await model.userVectors([visitor]) : await model.queryVectors([query]);
  const reasons = await reasonsFor(model, side, recent, items);
  return {
    by: query !== undefined ? "query" : recent.length > 0 ? "history" : "popularity",
    model: reference,
    space: model.space,
    products: Array.from(items).flatMap((item, place) => {
      const found = index.product(placed.at(item).id);
      if (found === undefined) return []; // taken off sale a moment ago
      return [{ ...toldProduct(found.product), score: scores[place]!, why: reasons[place]! }];
    }),
    history: [...new Set(recent)].map((item) => {
      const { id: productId, title } = placed.at(item);
      return { productId, title };
    }),
  };
}

const nobody: Visitor = { name: undefined, recent: new Int32Array() };

/**
 * A visitor with what they chose last: since the training by the stream, before it as the model has it. Of who was erased after the training the model
 * knows nothing.
 */
function visitorOf(
  model: TwoTowerModel,
  user: string,
  { visits, hashUser = (name) => name }: RecommendSources,
): Visitor {
  const { until, config } = model.state;
  const before = visits.wasErased(user, until) ? nobody : model.visitor(hashUser(user));
  const since = visits.recentOf(user, until).flatMap((productId) => model.placed.indexOf(productId) ?? []);
  return { name: before.name, recent: Int32Array.of(...since, ...before.recent).subarray(0, config.history) };
}
