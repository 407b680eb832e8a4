import { expect, onTestFinished, test } from "vitest";
import { untrainedModels } from "../../../pipelines/live-models.ts";
import { LiveCatalog } from "../../../pipelines/retrieval/live-catalog.ts";
import { recommendProducts, type Wish } from "../../../pipelines/retrieval/recommend-products.ts";
import { Visits } from "../../../pipelines/retrieval/visits.ts";
import { catalogProduct, choose, sell } from "../../support/catalog.ts";
import { openRegistry } from "../../support/registry.ts";

const titles = ["Oak Garden Chair", "Oak Garden Bench", "Oak Garden Table", "Paint Roller 9 in.", "Paint Roller Tray"];

async function shop() {
  const { log } = await openRegistry();
  await sell(
    log,
    titles.map((title, i) => catalogProduct(`p${i}`, title)),
  );
  const catalog = await LiveCatalog.open(log, untrainedModels);
  onTestFinished(() => catalog.close());
  await catalog.catchUp();
  const visits = new Visits(log);
  const recommend = async (wish: Omit<Wish, "limit">, limit = 2) => {
    const { by, products, history } = await recommendProducts(catalog, visits, { ...wish, limit });
    const ids = products.map(({ productId }) => productId);
    return { by, ids, scores: products.map(({ score }) => score), history: history.map(({ productId }) => productId) };
  };
  return { log, recommend };
}

test("recommendProducts: for a query, what is nearest to it", async () => {
  const { recommend } = await shop();
  const { by, ids, scores } = await recommend({ query: "paint roller" });
  expect({ by, ids: new Set(ids) }).toEqual({ by: "query", ids: new Set(["p3", "p4"]) });
  expect(scores[0]).toBeGreaterThanOrEqual(scores[1]!);
});

test("recommendProducts: for a visitor, what is near to all that was chosen last, and none of that", async () => {
  const { log, recommend } = await shop();
  await choose(log, "u1", "p0", "p9", "p1");
  expect(await recommend({ user: "u1" }, 1)).toMatchObject({ by: "history", ids: ["p2"], history: ["p1", "p0"] });
});

test("recommendProducts: for somebody unknown, what all chose most often and the catalog still has", async () => {
  const { log, recommend } = await shop();
  await choose(log, "u1", "p3", "p9", "p9", "p3", "p0", "p9");
  expect(await recommend({ user: "u2" })).toMatchObject({ by: "popularity", ids: ["p3", "p0"], scores: [2, 1] });
  await choose(log, "u3", "p9");
  expect(await recommend({ user: "u3" }, 1)).toMatchObject({ by: "popularity", ids: ["p3"], history: [] });
});

test.for([{}, { query: "a", user: "b" }, { query: " " }])("recommendProducts: %o is refused", async (wish) => {
  const { recommend } = await shop();
  await expect(recommend(wish)).rejects.toMatchObject({ code: "WRONG_USAGE" });
});
