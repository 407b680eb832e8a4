import { expect, onTestFinished, test } from "vitest";
import { encodeEvent } from "../../../pipelines/batch.ts";
import { untrainedModels } from "../../../pipelines/live-models.ts";
import { LiveCatalog } from "../../../pipelines/retrieval/live-catalog.ts";
import { lookAlikes } from "../../../pipelines/retrieval/look-alikes.ts";
import { Recognitions } from "../../../pipelines/retrieval/recognitions.ts";
import { catalogProduct, sell } from "../../support/catalog.ts";
import { recognition } from "../../support/recognition.ts";
import { openRegistry } from "../../support/registry.ts";

async function shop() {
  const { log } = await openRegistry();
  await sell(log, [catalogProduct("p1", "Red Cap"), catalogProduct("p2", "Blue Cap"), catalogProduct("p3", "Tie")]);
  const seen = [recognition("p1", [1, 0]), recognition("p2", [0.6, 0.8]), recognition("gone", [1, 0])];
  await log.append(seen.map((event) => encodeEvent("recognitions", event)));
  const catalog = await LiveCatalog.open(log, untrainedModels);
  await catalog.catchUp();
  const recognitions = new Recognitions(log);
  onTestFinished(async () => {
    await catalog.close();
    await recognitions.close();
  });
  return (productId: string, limit = 5) => lookAlikes(catalog, recognitions, { productId, limit });
}

test("lookAlikes: what a product was recognised as, and what the shop has that is like it", async () => {
  const ask = await shop();
  expect(await ask("p1")).toMatchObject({
    ...{ productId: "p1", title: "Red Cap", category: "caps", model: "hybrid-1" },
    products: [{ productId: "p2", title: "Blue Cap", likeness: expect.closeTo(0.6, 5) }],
  });
});

test("lookAlikes: tells a product that there is not from one that no model has seen", async () => {
  const ask = await shop();
  expect(await Promise.all([ask("p9"), ask("gone"), ask("p3")])).toEqual(["unknown", "unknown", "unrecognised"]);
  await expect(ask("p1", 0)).rejects.toMatchObject({ code: "WRONG_USAGE" });
});
