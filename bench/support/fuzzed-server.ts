import { join } from "node:path";
import { createApp } from "../../app/server/app.ts";
import { apiRoutes, healthRoutes } from "../../app/server/routes/index.ts";
import { newVitals } from "../../app/server/vitals.ts";
import { systemClock } from "../../connectors/clock.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import { createMemoryLog } from "../../connectors/memory/memory-log.ts";
import { eraseUser } from "../../pipelines/erasure/erase-user.ts";
import { followChampion } from "../../pipelines/registry/follow-champion.ts";
import { catalogOnDemand } from "../../pipelines/retrieval/catalog-on-demand.ts";
import { Visits } from "../../pipelines/retrieval/visits.ts";
import { openAskedTables } from "../../pipelines/tables.ts";
import { topics } from "../../schemas/topics.ts";

/** The API over an empty shop in a folder, as a pipeline serves it, and what it told of itself. */
export async function openFuzzedServer(path: string) {
  const folder = await openDataFolder(join(path, "data"));
  const log = createMemoryLog();
  await log.createTopics(topics);
  const store = openModelFolder(folder.models);
  const live = followChampion(log, store, systemClock, () => {});
  const catalog = catalogOnDemand(log, live, systemClock, () => {});
  const tables = openAskedTables(folder, undefined, systemClock);
  const data = {
    ...{ log, store, live, catalog, tables, visits: new Visits(log) },
    eraseUser: (id: string) => eraseUser(id, { folder, clock: systemClock }),
  };
  const vitals = { ...newVitals(), phase: "running" as const, lookedAt: systemClock.now(), data };
  const faults: unknown[] = [];
  const served = { vitals, clock: systemClock, rules: { stallMs: 30_000, maxLag: Number.POSITIVE_INFINITY } };
  const app = await createApp([...healthRoutes, ...apiRoutes], served, { report: (fault) => faults.push(fault) });
  const close = async () => {
    await app.close();
    tables.gate.close();
    await catalog.close();
    await log.close();
  };
  return { app, faults, close, secrets: [path, process.cwd()] };
}
