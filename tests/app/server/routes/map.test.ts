import { expect, onTestFinished, test, vi } from "vitest";
import { mapRoute } from "../../../../app/server/routes/map.ts";
import { newVitals, type OpenData } from "../../../../app/server/vitals.ts";
import { untrainedModels } from "../../../../pipelines/live-models.ts";
import { catalogMaps } from "../../../../pipelines/map/catalog-maps.ts";
import { catalogOnDemand } from "../../../../pipelines/retrieval/catalog-on-demand.ts";
import { catalogProduct, sell } from "../../../support/catalog.ts";
import { drawHere } from "../../../support/draw-here.ts";
import { openRegistry } from "../../../support/registry.ts";
import { servedRoutes } from "../../../support/served.ts";

test("/api/map: says with 202 how far the first map is, then gives it by columns", async () => {
  const { clock, log, folder } = await openRegistry();
  const names = ["Chair", "Bench", "Lamp", "Shade", "Table", "Sofa"];
  await sell(
    log,
    names.map((name, i) => catalogProduct(`p${i}`, `Oak ${name}`, i < 4 ? { category: name.slice(0, 1) } : {})),
  );
  const catalog = catalogOnDemand(log, untrainedModels, clock, expect.unreachable);
  const maps = catalogMaps({ catalog, folder, draw: drawHere, notice: expect.unreachable });
  onTestFinished(() => catalog.close());
  const { app } = await servedRoutes([mapRoute], { vitals: { ...newVitals(), data: { maps } as OpenData }, clock });
  const first = await app.inject({ method: "GET", url: "/api/map" });
  expect([first.statusCode, first.headers["retry-after"], first.json()]).toEqual([
    202,
    "1",
    { progress: { share: 0, doing: "reading the catalog" } },
  ]);
  const answer = await vi.waitFor(
    async () => {
      const { statusCode, json } = await app.inject({ method: "GET", url: "/api/map" });
      if (statusCode !== 200) throw new Error("not yet");
      return json();
    },
    { timeout: 60_000, interval: 5 },
  );
  expect(answer).toMatchObject({
    ...{ isCurrent: true, progress: null, products: 6, shown: 6, fitted: 6, categories: ["B", "C", "L", "S"] },
    points: { id: ["p0", "p1", "p2", "p3", "p4", "p5"], category: [1, 0, 2, 3, -1, -1] },
  });
});

test("/api/map: where no maps are drawn a person is told", async () => {
  const { app } = await servedRoutes([mapRoute], { vitals: { ...newVitals(), data: {} as OpenData } });
  expect((await app.inject({ method: "GET", url: "/api/map" })).json()).toMatchObject({
    status: 503,
    code: "NOT_READY",
  });
});
