import { expect, test } from "vitest";
import type { EventLog } from "../../../connectors/event-log.ts";
import type { LiveModel } from "../../../pipelines/live-models.ts";
import { keepPrepared, titlePreparer } from "../../../pipelines/scoring/prepare-titles.ts";
import { createMemoryLog, createVirtualClock } from "../../../pipelines/testing.ts";
import { TwinstreamError } from "../../../schemas/errors.ts";
import { topics } from "../../../schemas/topics.ts";
import { catalogProduct, sell } from "../../support/catalog.ts";
import { liveOnShop } from "../../support/trained-model.ts";

const ridge = await liveOnShop("ridge-1", 40);
const noWait = { wait: async () => {} };

async function openLog(): Promise<EventLog> {
  const log = createMemoryLog({ clock: createVirtualClock(1_000_000) });
  await log.createTopics(topics);
  return log;
}

/** The model, keeping so many titles, and which titles it was given to read. */
function watched(reference: string, keptTitles = 100): { readonly live: LiveModel; readonly read: string[] } {
  const read: string[] = [];
  const { analyser } = ridge;
  const analyseTitle = (title: string) => {
    read.push(title);
    return analyser.analyseTitle(title);
  };
  return { live: { ...ridge, reference, analyser: { ...analyser, keptTitles, analyseTitle } }, read };
}

test("titlePreparer: has each title of the catalog read once, and what comes later when it has come", async () => {
  const log = await openLog();
  const { live, read } = watched("ridge-1");
  const preparer = titlePreparer(log, { current: async () => live }, noWait);
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
  const [first, second] = [watched("ridge-1", 10), watched("ridge-2")];
  let champion = first.live;
  const preparer = titlePreparer(log, { current: async () => champion }, noWait);
  const titles = Array.from({ length: 20 }, (_, i) => `Oak Table ${i}`);
  await sell(
    log,
    titles.map((title, i) => catalogProduct(`p${i}`, title)),
  );
  const { signal } = new AbortController();
  await preparer.catchUp(signal);
  await preparer.catchUp(signal);
  expect(first.read).toEqual(titles.slice(0, 10));
  champion = second.live;
  await preparer.catchUp(signal);
  expect(second.read).toEqual(titles);
});

test("titlePreparer: waits after each few titles, and ends there when it is told to", async () => {
  const log = await openLog();
  const { live, read } = watched("ridge-1");
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
  await titlePreparer(log, { current: async () => live }, clock).catchUp(stop.signal);
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
