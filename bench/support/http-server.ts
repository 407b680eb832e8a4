/** A process that serves the API with one model, and beside it a bare route that gives answers it was given before: the floor of the library. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import fastify from "fastify";
import { apiRoutes } from "../../app/server/routes/index.ts";
import { openServer } from "../../app/server/server.ts";
import { newVitals } from "../../app/server/vitals.ts";
import { systemClock } from "../../connectors/clock.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import { createMemoryLog } from "../../connectors/memory/memory-log.ts";
import { keptOfCatalog } from "../../models/text/analyse.ts";
import { encodeEvent } from "../../pipelines/batch.ts";
import { namedModel } from "../../pipelines/live-models.ts";
import { catalogOnDemand } from "../../pipelines/retrieval/catalog-on-demand.ts";
import { Visits } from "../../pipelines/retrieval/visits.ts";
import { titlePreparer } from "../../pipelines/scoring/prepare-titles.ts";
import { startScoringThreads, usualScoringThreads } from "../../pipelines/scoring/scoring-threads.ts";
import { topics } from "../../schemas/topics.ts";
import { homeDepotShop } from "../retrieval/shop.ts";

/** Where the process listens: the API, and the floor, which takes an answer by `PUT /:name`, gives it by `POST /:name`, and tells of the event loop by `GET /delay`. `GET /prepared` prepares the titles of the catalog first, and tells what that took. */
export interface HttpServerTold {
  readonly pid: number;
  readonly api: string;
  readonly floor: string;
}

/** How long the event loop was held up since it was asked last, milliseconds. */
export interface LoopDelay {
  readonly p99: number;
  readonly max: number;
}

/** How titles were prepared. */
export interface Prepared {
  readonly titles: number;
  readonly seconds: number;
}

const [data, model] = process.argv.slice(2) as [string, string];
const { models } = await openDataFolder(data);
const store = openModelFolder(models);
const live = await namedModel(store, model);
const settings = { data, models, keptTitles: keptOfCatalog };
const scorer = startScoringThreads(settings, usualScoringThreads, live, console.error);
const log = createMemoryLog();
await log.createTopics(topics);
const { products } = await homeDepotShop();
await log.append(products.map((product) => encodeEvent("catalog", product)));
const catalog = catalogOnDemand(log, live, systemClock, () => {});
const vitals = {
  ...newVitals(),
  phase: "running" as const,
  data: { log, store, live, scorer, catalog, visits: new Visits(log) },
};
const served = { vitals, rules: { stallMs: 30_000, maxLag: Number.POSITIVE_INFINITY }, clock: systemClock };
const report = (fault: unknown) => console.error(fault);
const anywhere = { host: "127.0.0.1", port: 0 };
const api = await openServer(anywhere, apiRoutes, served, { report });

const answers = new Map<string, string>();
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const floor = fastify({ bodyLimit: 2 ** 22 });
floor.put<{ Params: { name: string }; Body: { answer: string } }>("/:name", ({ params, body }) => {
  answers.set(params.name, body.answer);
  return {};
});
floor.post<{ Params: { name: string } }>("/:name", ({ params }, reply) =>
  reply.type("application/json").send(answers.get(params.name)),
);
floor.get("/delay", (): LoopDelay => {
  const told = { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
  delay.reset();
  return told;
});
floor.get("/prepared", async (): Promise<Prepared> => {
  const began = performance.now();
  await titlePreparer({ log, models: live, scorer, keptTitles: keptOfCatalog }, { wait: async () => {} }).catchUp(
    new AbortController().signal,
  );
  const titles = new Set(products.map(({ title }) => title)).size;
  return { titles, seconds: (performance.now() - began) / 1_000 };
});
const told: HttpServerTold = { pid: process.pid, api: api.url, floor: await floor.listen(anywhere) };
process.stdout.write(`${JSON.stringify(told)}\n`);
