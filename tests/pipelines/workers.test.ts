import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../connectors/clock.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import { feed } from "../../pipelines/feed.ts";
import { openLog } from "../../pipelines/log-place.ts";
import type { PipelineSettings } from "../../pipelines/pipeline.ts";
import { releaseModel } from "../../pipelines/registry/releases.ts";
import type { StageFigures } from "../../pipelines/stage-metrics.ts";
import { taken } from "../../pipelines/testing.ts";
import { aSearch } from "../support/events.ts";
import { until } from "../support/log-work.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { trainOnShop } from "../support/trained-model.ts";

// A worker thread runs what was built, so what starts it is taken from there too.
const built = resolve("dist/pipelines/workers.js");
const { startWorkers } = (await import(built)) as typeof import("../../pipelines/workers.ts");

const count = 200;

function settings(data: string): PipelineSettings {
  return {
    data,
    log: { engine: "embedded" },
    stages: ["tokenize"],
    fused: false,
    partitions: 4,
  };
}

/** Opens the log of a data folder and puts searches of many visits into it. */
async function logWithSearches(data: string): Promise<EventLog> {
  const log = await openLog({ engine: "embedded" }, (await openDataFolder(data)).log, { partitions: 4 });
  const events = Array.from({ length: count }, (_, i) =>
    aSearch({ eventId: `s-${i}`, sessionId: `visit-${i}`, products: [] }),
  );
  const batch = events.map((event) => ({ topic: "searches" as const, event }));
  const { signal } = new AbortController();
  await feed(log, [batch], { clock: systemClock, signal, maxBacklog: Number.POSITIVE_INFINITY });
  return log;
}

async function committed(log: EventLog): Promise<number> {
  return (await log.committed("searches", "tokenize")).reduce<number>((sum, offset) => sum + (offset ?? 0), 0);
}

test("workers: threads share the partitions, handle each event once, and add up what they did", async () => {
  const data = temporaryFolder();
  const log = await logWithSearches(data);
  const workers = startWorkers(settings(data), 2);
  const isDone = async () => (await committed(log)) === count;
  await Promise.race([workers.ended, until(isDone)]);
  workers.stop();
  await workers.ended;
  const [figures] = workers.figures() as readonly [StageFigures];
  expect([figures.name, figures.eventsIn, figures.eventsOut, figures.rejected]).toEqual(["tokenize", count, count, 0]);
  expect(workers.logFigures()!.commits).toBe(figures.batches);
  expect(workers.atWork().join()).not.toContain("step");
  const ids = (await taken(log, "tokens")).map((event) => event.eventId);
  expect(ids.sort()).toEqual(Array.from({ length: count }, (_, i) => `s-${i}`).sort());
  await log.close();
});

test("workers: what a thread notices is told", async () => {
  const data = temporaryFolder();
  const log = await logWithSearches(data);
  const models = openModelFolder((await openDataFolder(data)).models);
  const { manifest, files } = await trainOnShop("mean", 20);
  const first = await models.add(manifest, files);
  const second = await models.add(manifest, files);
  await releaseModel(log, models, { model: first, replaces: undefined, time: 1, reason: "test" });
  await releaseModel(log, models, { model: second, replaces: first, time: 2, reason: "test" });
  rmSync(join((await openDataFolder(data)).models, second, "model.json"));
  const notices: string[] = [];
  const workers = startWorkers(settings(data), 2, (text) => notices.push(text));
  await Promise.race([workers.ended, until(async () => (await committed(log)) === count)]);
  workers.stop();
  await workers.ended;
  expect(notices).not.toHaveLength(0);
  for (const notice of notices)
    expect(notice).toContain(`"${second}" is the champion but does not load, so ${first} scores until it does`);
  await log.close();
});

test("workers: what ends one thread ends all, and is thrown", async () => {
  const workers = startWorkers({ ...settings(temporaryFolder()), model: "ridge-7" }, 2);
  await expect(workers.ended).rejects.toThrow('no model "ridge-7"');
});
