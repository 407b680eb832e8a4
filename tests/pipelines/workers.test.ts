import { resolve } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../connectors/clock.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { feed } from "../../pipelines/feed.ts";
import { openLog, type PipelineSettings } from "../../pipelines/pipeline.ts";
import type { StageFigures } from "../../pipelines/stage-metrics.ts";
import { taken } from "../../pipelines/testing.ts";
import { until } from "../support/event-log-contract.ts";
import { aSearch } from "../support/events.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

// A worker thread runs what was built, so what starts it is taken from there too.
const built = resolve("dist/pipelines/workers.js");
const { startWorkers } = (await import(built)) as typeof import("../../pipelines/workers.ts");

const count = 200;

function settings(data: string): PipelineSettings {
  return { data, stages: ["tokenize"], fused: false, model: undefined, partitions: 4, userKey: undefined };
}

/** Opens the log of a data folder and puts searches of many visits into it. */
async function logWithSearches(data: string): Promise<EventLog> {
  const log = await openLog((await openDataFolder(data)).log, 4);
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
  const ids = (await taken(log, "tokens")).map((event) => event.eventId);
  expect(ids.sort()).toEqual(Array.from({ length: count }, (_, i) => `s-${i}`).sort());
  await log.close();
});

test("workers: what ends one thread ends all, and is thrown", async () => {
  const workers = startWorkers({ ...settings(temporaryFolder()), model: "ridge-7" }, 2);
  await expect(workers.ended).rejects.toThrow('no model "ridge-7"');
});
