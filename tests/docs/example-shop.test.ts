import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { apiRoutes } from "../../app/server/routes/index.ts";
import { openServer } from "../../app/server/server.ts";
import { newVitals } from "../../app/server/vitals.ts";
import { systemClock } from "../../connectors/clock.ts";
import { followChampion } from "../../pipelines/registry/follow-champion.ts";
import { releaseModel } from "../../pipelines/registry/releases.ts";
import { catalogOnDemand } from "../../pipelines/retrieval/catalog-on-demand.ts";
import { Visits } from "../../pipelines/retrieval/visits.ts";
import { stages } from "../../pipelines/stages/index.ts";
import { runToEnd, smallSteps, taken } from "../../pipelines/testing.ts";
import { startProgram } from "../support/command.ts";
import { openRegistry } from "../support/registry.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { trainOnShop } from "../support/trained-model.ts";

const page = readFileSync("docs/example-shop.md", "utf8");
const [, program, printed] = /^```js\n(.*?)^```\n\nIt prints:\n\n```text\n(.*?)^```$/ms.exec(page)!;

/** The API over a log in memory and a small model, as the page has it on port 8080. */
async function anApi() {
  const { clock, log, store } = await openRegistry();
  const ridge = await trainOnShop("ridge");
  await store.add(ridge.manifest, ridge.files);
  await releaseModel(log, store, { model: "ridge-1", replaces: undefined, time: 1, reason: "test" });
  const live = followChampion(log, store, clock, () => {});
  const vitals = {
    ...newVitals(),
    data: { log, store, live, catalog: catalogOnDemand(log, live, clock, () => {}), visits: new Visits(log) },
  };
  const served = { vitals, rules: { stallMs: 30_000, maxLag: 10 }, clock: systemClock };
  const server = await openServer({ host: "127.0.0.1", port: 0 }, apiRoutes, served, { report: console.error });
  onTestFinished(() => server.close());
  return { server, log, live, clock };
}

test("example shop: its program prints what the page says, and its search goes through the stream", async () => {
  const { server, log, live, clock } = await anApi();
  const file = join(temporaryFolder(), "shop.mjs");
  writeFileSync(file, program!.replace("http://localhost:8080", server.url));
  const { code, stdout, stderr } = await startProgram(process.execPath, [file], ".").ended;
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: printed, stderr: "" });
  const { tokenize, embed, score } = stages;
  await runToEnd(log, smallSteps([tokenize(live), embed(live), score(live)], clock));
  const [scored] = await taken(log, "scores");
  const [click] = await taken(log, "interactions");
  expect(scored).toMatchObject({ query: "cordless drill", products: [{}, {}, {}] });
  expect(click).toMatchObject({ type: "click", refersTo: scored!.eventId, productId: "d-1", position: 3 });
});
