import { cosine } from "../../models/embedding/similarity.ts";
import type { Recent } from "../../models/two-tower/choices.ts";
import type { ScoreParts, TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";
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

/** Why a product is recommended: what its score is the sum of, and the product of the visitor's history that is nearest to it. */
export interface Reason extends ScoreParts {
  readonly nearest: {
    readonly productId: string;
    readonly title: string;
    /** The cosine of both vectors. */
    readonly likeness: number;
    /** What both have in common. */
    readonly shared: readonly ("brand" | "category")[];
  } | null;
}

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
  return {
    by: query !== undefined ? "query" : recent.length > 0 ? "history" : "popularity",
    model: reference,
    space: model.space,
    products: Array.from(items, (item, place) => ({
      ...toldProduct(index, model.state.items[item]!.id),
      score: scores[place]!,
      why: { ...model.partsOf(side, recent, item), nearest: nearestOf(model, recent, item) },
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

function nearestOf(model: TwoTowerModel, recent: Recent, item: number): Reason["nearest"] {
  const vector = model.towerOf(item);
  let best: { readonly item: number; readonly likeness: number } | undefined;
  for (const other of recent) {
    const likeness = cosine(vector, model.towerOf(other));
    if (best === undefined || likeness > best.likeness) best = { item: other, likeness };
  }
  if (best === undefined) return null;
  const [own, other] = [model.state.items[item]!, model.state.items[best.item]!];
  const shared = (["brand", "category"] as const).filter((name) => own[name] !== null && own[name] === other[name]);
  return { productId: other.id, title: other.title, likeness: best.likeness, shared };
}
