import { expect, onTestFinished, test } from "vitest";
import { recommendRoute } from "../../../../app/server/routes/recommend.ts";
import { similarRoute } from "../../../../app/server/routes/similar.ts";
import { newVitals } from "../../../../app/server/vitals.ts";
import { cosine } from "../../../../models/embedding/similarity.ts";
import { untrainedModels } from "../../../../pipelines/live-models.ts";
import { openRecommenders, withRecommender } from "../../../../pipelines/recommend/keep-recommender.ts";
import { LiveRecommender } from "../../../../pipelines/recommend/live-recommender.ts";
import { catalogOnDemand } from "../../../../pipelines/retrieval/catalog-on-demand.ts";
import { Visits } from "../../../../pipelines/retrieval/visits.ts";
import { catalogProduct, sell } from "../../../support/catalog.ts";
import { openRegistry } from "../../../support/registry.ts";
import { servedRoutes } from "../../../support/served.ts";
import { smallCatalog } from "../../../support/small-shop-history.ts";
import { trainSmallTowers, useTowers } from "../../../support/small-towers.ts";

const trained = await trainSmallTowers();
const visitors = ["u1", "u2", "u7", "nobody"];

/** The routes beside the small shop, whose two-tower model is in use. */
async function shop() {
  const { clock, log, store, folder } = await openRegistry();
  await sell(
    log,
    smallCatalog.map(({ id, ...product }) => catalogProduct(id, product.title, product)),
  );
  const recommenders = openRecommenders(folder);
  await useTowers(recommenders, trained);
  const live = untrainedModels;
  const catalog = catalogOnDemand(log, live, clock, expect.unreachable);
  const recommender = new LiveRecommender(recommenders, clock, expect.unreachable);
  onTestFinished(async () => {
    await recommender.close();
    await catalog.close();
  });
  const vitals = { ...newVitals(), data: { log, store, live, catalog, visits: new Visits(log), recommender } };
  const { app } = await servedRoutes([recommendRoute, similarRoute], { vitals, clock });
  const ask = async (url: string) => (await app.inject({ method: "GET", url })).json();
  return { ask, recommenders };
}

/** The ids of the first ten by scores of the whole catalog. */
function firstTen(scores: Float32Array): readonly string[] {
  const order = [...scores.keys()].sort((one, other) => scores[other]! - scores[one]! || one - other);
  return order.slice(0, 10).map((item) => smallCatalog[item]!.id);
}

function idsOf({ products }: { readonly products: readonly { readonly productId: string }[] }): readonly string[] {
  return products.map(({ productId }) => productId);
}

test("/api/recommend: the same first ten as the trainer's model, and as the kept one asked for all visitors at once", async () => {
  const { ask, recommenders } = await shop();
  const scores = await withRecommender(recommenders, "two-tower", (model) =>
    model.scoreAll(visitors.map((name) => model.visitor(name))),
  );
  for (const [row, name] of visitors.entries()) {
    const { items } = await trained.forVisitor(trained.visitor(name), 10);
    const byTrainer = Array.from(items, (item) => smallCatalog[item]!.id);
    expect(firstTen(scores.subarray(40 * row, 40 * (row + 1))), name).toEqual(byTrainer);
    expect(idsOf(await ask(`/api/recommend?user=${name}&top_k=10`)), name).toEqual(byTrainer);
  }
});

test("/api/recommend: the same first ten for a query as the trainer's model", async () => {
  const { ask } = await shop();
  const { items } = await trained.forQuery("coffee", 10);
  const answer = await ask("/api/recommend?q=coffee&top_k=10");
  expect(answer).toMatchObject({ by: "query", model: "two-tower-1", space: trained.space });
  expect(idsOf(answer)).toEqual(Array.from(items, (item) => smallCatalog[item]!.id));
});

test("/api/similar: by towers in the space of the model, by titles in their own", async () => {
  const { ask } = await shop();
  const byTowers = await ask("/api/similar?product=p4&by=towers&limit=1");
  expect(byTowers).toMatchObject({ by: "towers", model: "two-tower-1", space: trained.space });
  const likenesses = smallCatalog.map((_, item) =>
    item === 4 ? -1 : cosine(trained.placed.towerOf(4), trained.placed.towerOf(item)),
  );
  const likeness = Math.max(...likenesses);
  const { id, title } = smallCatalog[likenesses.indexOf(likeness)]!;
  expect(byTowers.products).toMatchObject([{ productId: id, title, likeness: expect.closeTo(likeness, 5) }]);
  expect(await ask("/api/similar?product=p4&limit=1")).toMatchObject({
    ...{ by: "titles", model: null, space: "hashed-ngrams-128-1/none" },
  });
  expect(await ask("/api/similar?product=none&by=towers")).toMatchObject({ status: 404, code: "NO_SUCH_PRODUCT" });
});
