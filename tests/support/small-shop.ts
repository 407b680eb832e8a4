import { expect, onTestFinished } from "vitest";
import { untrainedModels } from "../../pipelines/live-models.ts";
import { openRecommenders } from "../../pipelines/recommend/keep-recommender.ts";
import { LiveRecommender } from "../../pipelines/recommend/live-recommender.ts";
import { LiveCatalog } from "../../pipelines/retrieval/live-catalog.ts";
import { catalogProduct, sell } from "./catalog.ts";
import { openRegistry } from "./registry.ts";
import { smallCatalog } from "./small-shop-history.ts";

/** The small shop, of which all but the last product is sold, before any model is in use. */
export async function smallShop() {
  const { log, clock, folder } = await openRegistry();
  const sold = smallCatalog.slice(0, 39);
  await sell(
    log,
    sold.map(({ id, ...product }) => catalogProduct(id, product.title, { ...product, price: 2 })),
  );
  const catalog = await LiveCatalog.open(log, untrainedModels);
  await catalog.catchUp();
  const recommenders = openRecommenders(folder);
  const recommender = new LiveRecommender(recommenders, clock, expect.unreachable);
  onTestFinished(async () => {
    await recommender.close();
    await catalog.close();
  });
  return { log, clock, catalog, recommenders, recommender };
}
