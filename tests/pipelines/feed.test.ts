import { expect, test } from "vitest";
import type { Clock } from "../../connectors/clock.ts";
import { inBatches } from "../../pipelines/batches.ts";
import { type FedEvent, feed, writeOf } from "../../pipelines/feed.ts";
import { createMemoryLog, createVirtualClock, give, taken } from "../../pipelines/testing.ts";
import { topics } from "../../schemas/topics.ts";
import { aCatalogProduct, aSearch } from "../support/events.ts";

const clock = createVirtualClock(Date.UTC(2024, 0, 1));
const signal = new AbortController().signal;
const searches = Array.from(
  { length: 5 },
  (_, i): FedEvent => ({ topic: "searches", event: aSearch({ eventId: `s${i}` }) }),
);

test("feed: appends each event once, however often it is fed", async () => {
  const log = createMemoryLog({ clock });
  await log.createTopics(topics);
  const options = { clock, signal, maxBacklog: 100 };
  expect(await feed(log, inBatches(searches.slice(0, 3), 2), options)).toEqual({ appended: 3, skipped: 0 });
  expect(await feed(log, inBatches(searches, 2), options)).toEqual({ appended: 2, skipped: 3 });
  expect((await taken(log, "searches")).map((search) => search.eventId)).toEqual(["s0", "s1", "s2", "s3", "s4"]);
});

test("feed: waits while the pipeline is too far behind", async () => {
  const log = createMemoryLog({ clock });
  await give(log, "searches", [aSearch({ eventId: "old1" }), aSearch({ eventId: "old2" })]);
  const waits: number[] = [];
  const stop = new AbortController();
  const watching: Clock = {
    now: () => 0,
    async wait(ms) {
      waits.push(ms);
      if (waits.length === 3) stop.abort();
    },
  };
  await feed(log, inBatches(searches, 5), { clock: watching, signal: stop.signal, maxBacklog: 1 });
  expect(waits).toHaveLength(3);
  expect(await taken(log, "searches")).toHaveLength(2);
});

test("writeOf: a product's change is named by product and time, so that a later one is another", () => {
  const ids = [1_000_000_000_000, 1_000_000_000_001].map(
    (time) => writeOf({ topic: "catalog", event: aCatalogProduct({ productId: "p", time }) }).id,
  );
  expect(ids).toEqual(["p@1000000000000", "p@1000000000001"]);
});

test("inBatches: the last batch holds what is left", async () => {
  const batches: (readonly number[])[] = [];
  for await (const batch of inBatches([1, 2, 3], 2)) batches.push(batch);
  expect(batches).toEqual([[1, 2], [3]]);
});
