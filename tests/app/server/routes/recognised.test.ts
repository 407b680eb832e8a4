import { expect, onTestFinished, test } from "vitest";
import { recognisedRoute } from "../../../../app/server/routes/recognised.ts";
import { newVitals } from "../../../../app/server/vitals.ts";
import { encodeEvent } from "../../../../pipelines/batch.ts";
import { untrainedModels } from "../../../../pipelines/live-models.ts";
import { catalogOnDemand } from "../../../../pipelines/retrieval/catalog-on-demand.ts";
import { Recognitions } from "../../../../pipelines/retrieval/recognitions.ts";
import { Visits } from "../../../../pipelines/retrieval/visits.ts";
import { catalogProduct, sell } from "../../../support/catalog.ts";
import { recognition } from "../../../support/recognition.ts";
import { openRegistry } from "../../../support/registry.ts";
import { servedRoutes } from "../../../support/served.ts";

async function shop() {
  const { clock, log, store } = await openRegistry();
  await sell(log, [
    catalogProduct("p1", "Red Cap", { price: 9 }),
    catalogProduct("p2", "Blue Cap"),
    catalogProduct("p3", "Tie"),
  ]);
  const seen = [
    recognition("p1", [1, 0]),
    recognition("p2", [0.6, 0.8], { probability: 0.7 }),
    recognition("gone", [1, 0]),
  ];
  await log.append(seen.map((event) => encodeEvent("recognitions", event)));
  const live = untrainedModels;
  const catalog = catalogOnDemand(log, live, clock, expect.unreachable);
  const recognitions = new Recognitions(log);
  onTestFinished(async () => {
    await catalog.close();
    await recognitions.close();
  });
  const vitals = { ...newVitals(), data: { log, store, live, catalog, recognitions, visits: new Visits(log) } };
  const { app } = await servedRoutes([recognisedRoute], { vitals, clock });
  return async (url: string) => (await app.inject({ method: "GET", url })).json();
}

test("/api/recognised: tells what a product was recognised as, and what looks and reads like it", async () => {
  const ask = await shop();
  expect(await ask("/api/recognised?product=p1")).toEqual({
    ...{ productId: "p1", title: "Red Cap", model: "hybrid-1", category: "caps", probability: 0.9 },
    ...{ seesPicture: true, note: null, space: "hybrid-00000000" },
    products: [
      {
        ...{ productId: "p2", title: "Blue Cap", brand: null, category: null, price: null },
        ...{ likeness: expect.closeTo(0.6, 5), recognised: { category: "caps", probability: 0.7 } },
      },
    ],
  });
});

test("/api/recognised: knows what it has and what was not recognised", async () => {
  const ask = await shop();
  expect(await ask("/api/recognised?product=p9")).toMatchObject({ status: 404, code: "NO_SUCH_PRODUCT" });
  expect(await ask("/api/recognised?product=p3")).toMatchObject({
    ...{ status: 404, code: "NOT_RECOGNISED" },
    detail:
      'no model has recognised "p3" yet: train one with twinstream train hybrid; the stage recognise then goes through the catalog',
  });
});
