import { expect, test } from "vitest";
import type { EventLog } from "../../../connectors/event-log.ts";
import { untrainedModels } from "../../../pipelines/live-models.ts";
import { keepPrepared, titlePreparer } from "../../../pipelines/scoring/prepare-titles.ts";
import { createMemoryLog, createVirtualClock } from "../../../pipelines/testing.ts";
import { TwinstreamError } from "../../../schemas/errors.ts";
import { topics } from "../../../schemas/topics.ts";
import { catalogProduct, sell } from "../../support/catalog.ts";

const untrained = await untrainedModels.current();
const noWait = { wait: async () => {} };

async function openLog(): Promise<EventLog> {
  const log = createMemoryLog({ clock: createVirtualClock(1_000_000) });
  await log.createTopics(topics);
  return log;
}

/** What prepares titles for some model, and which titles it was given. */
function watched(reference: string) {
  const read: string[] = [];
  const prepare = async (titles: readonly string[]) => void read.push(...titles);
  return { live: { ...untrained, reference }, scorer: { prepare }, read };
}

test("titlePreparer: has each title of the catalog prepared once, and what comes later when it has come", async () => {
  const log = await openLog();
  const { live, scorer, read } = watched("ridge-1");
  const preparer = titlePreparer({ log, models: { current: async () => live }, scorer, keptTitles: 100 }, noWait);
  const titles = Array.from({ length: 20 }, (_, i) => `Oak Chair ${i}`);
  await sell(
    log,
    [...titles, titles[3]!].map((title, i) => catalogProduct(`p${i}`, title)),
  );
  const { signal } = new AbortController();
  await preparer.catchUp(signal);
  expect(read).toEqual(titles);
  await sell(log, [catalogProduct("p30", "Blue Chair")]);
  await preparer.catchUp(signal);
  await preparer.catchUp(signal);
  expect(read).toEqual([...titles, "Blue Chair"]);
});

test("titlePreparer: prepares no more titles than are kept, and all anew for another champion", async () => {
  const log = await openLog();
  const { live, scorer, read } = watched("ridge-1");
  let champion = live;
  const preparer = titlePreparer({ log, models: { current: async () => champion }, scorer, keptTitles: 10 }, noWait);
  const titles = Array.from({ length: 20 }, (_, i) => `Oak Table ${i}`);
  await sell(
    log,
    titles.map((title, i) => catalogProduct(`p${i}`, title)),
  );
  const { signal } = new AbortController();
  await preparer.catchUp(signal);
  await preparer.catchUp(signal);
  expect(read.splice(0)).toEqual(titles.slice(0, 10));
  champion = { ...live, reference: "ridge-2" };
  await preparer.catchUp(signal);
  expect(read).toEqual(titles.slice(0, 10));
});

test("titlePreparer: waits after each few titles, and ends there when it is told to", async () => {
  const log = await openLog();
  const { live, scorer, read } = watched("ridge-1");
  const stop = new AbortController();
  const waits: number[] = [];
  const clock = {
    async wait(ms: number) {
      waits.push(ms);
      if (waits.length === 2) stop.abort();
    },
  };
  const products = Array.from({ length: 100 }, (_, i) => catalogProduct(`p${i}`, `Oak Bench ${i}`));
  await sell(log, products);
  const wish = { log, models: { current: async () => live }, scorer, keptTitles: 100 };
  await titlePreparer(wish, clock).catchUp(stop.signal);
  expect(read).toHaveLength(16);
  expect(waits.every((ms) => ms > 0)).toBe(true);
});

test("keepPrepared: tells of a log that can't be reached and goes on, and ends with a bug", async () => {
  const clock = createVirtualClock(1_000_000);
  const troubles = [new TwinstreamError("LOG_UNAVAILABLE", "no broker answers"), undefined, new Error("a bug")];
  const catchUp = async () => {
    const trouble = troubles.shift();
    if (trouble !== undefined) throw trouble;
  };
  const told: string[] = [];
  const running = keepPrepared({ catchUp }, clock, new AbortController().signal, (text) => told.push(text));
  const ended = expect(running).rejects.toThrow("a bug");
  await clock.advance(4_000);
  await ended;
  expect(told).toEqual(["titles of the catalog are not prepared ahead of requests: no broker answers"]);
});
