import { expect, test } from "vitest";
import { recordStep } from "../../../pipelines/record/record-step.ts";
import {
  createMemoryLog,
  createVirtualClock,
  type Fault,
  give,
  runToEnd,
  taken,
  withFaults,
} from "../../../pipelines/testing.ts";
import { topics } from "../../../schemas/topics.ts";
import { aCatalogProduct, aLabelledSearch, anInteraction, aSearch } from "../../support/events.ts";
import { createMemoryStore, type MemoryStore } from "../../support/memory-store.ts";

const clock = createVirtualClock(Date.UTC(2024, 0, 1));
const userKey = new Uint8Array(32);

function stepOn(store: MemoryStore, maxEntries = 2) {
  return recordStep({ store, userKey, clock, limits: { maxEntries, maxBytes: 2 ** 20, lingerMs: 0 } });
}

function idsOf(store: MemoryStore): readonly unknown[] {
  return store.rows.map(({ placed: { row } }) => ("event_id" in row ? row.event_id : undefined)).sort();
}

const ids = ["i0", "i1", "i2", "i3", "i4"];

async function logWithInteractions() {
  const log = createMemoryLog({ clock });
  await give(
    log,
    "interactions",
    ids.map((eventId) => anInteraction({ eventId })),
  );
  return log;
}

test("record: each event becomes the rows of its table, at its place in the log", async () => {
  const log = await logWithInteractions();
  await give(log, "labels", [aLabelledSearch({ eventId: "l1" })]);
  const store = createMemoryStore();
  await runToEnd(log, [stepOn(store)]);
  expect(store.rows.filter(({ table }) => table === "interactions").map(({ placed }) => placed.offset)).toEqual([
    0, 1, 2, 3, 4,
  ]);
  expect(store.rows.filter(({ table }) => table === "labels")).toHaveLength(aLabelledSearch().products.length);
  expect(
    store.ranges
      .filter(({ topic }) => topic === "interactions")
      .map(({ firstOffset, lastOffset }) => [firstOffset, lastOffset]),
  ).toEqual([
    [0, 1],
    [2, 3],
    [4, 4],
  ]);
});

test.each<readonly [string, Fault]>([
  ["between keeping and committing", { kind: "crash-before-commit", group: "record", topic: "interactions", batch: 2 }],
  ["after committing", { kind: "crash-after-commit", group: "record", topic: "interactions", batch: 2 }],
])("record: a crash %s leaves each row once", async (_, fault) => {
  const log = await logWithInteractions();
  const store = createMemoryStore();
  await runToEnd(withFaults(log, [fault], clock), [stepOn(store)]);
  expect(idsOf(store)).toEqual(ids);
});

test("record: a dead letter is not lost when the crash comes after its batch was kept", async () => {
  const log = createMemoryLog({ clock });
  await log.createTopics(topics);
  await log.append([{ topic: "interactions", key: null, value: Uint8Array.of(9) }]);
  const fault: Fault = { kind: "crash-before-commit", group: "record", topic: "interactions", batch: 1 };
  const store = createMemoryStore();
  await runToEnd(withFaults(log, [fault], clock), [stepOn(store)]);
  expect(await taken(log, "dead-letters")).toMatchObject([{ topic: "interactions", offset: 0, stage: "decode" }]);
  expect(store.rows.filter(({ table }) => table === "dead_letters")).toHaveLength(1);
});

test("record: rows whose files were lost are recorded again from the log", async () => {
  const log = await logWithInteractions();
  const store = createMemoryStore();
  await runToEnd(log, [stepOn(store)]);
  store.forget("interactions");
  await give(log, "interactions", [anInteraction({ eventId: "i5" })]);
  await runToEnd(log, [stepOn(store)]);
  expect(idsOf(store)).toEqual([...ids, "i5"]);
});

test("record: a tombstone in the catalog is no dead letter", async () => {
  const log = createMemoryLog({ clock });
  await give(log, "catalog", [aCatalogProduct({ productId: "p1" })]);
  await log.append([{ topic: "catalog", key: "p1", value: null }]);
  const store = createMemoryStore();
  await runToEnd(log, [stepOn(store)]);
  expect(await taken(log, "dead-letters")).toEqual([]);
  expect(store.ranges.at(-1)).toMatchObject({ topic: "catalog", lastOffset: 1 });
});

test("record: a user is kept as a keyed hash, the same for the same user and key", async () => {
  const rowsUnder = async (key: Uint8Array) => {
    const log = createMemoryLog({ clock });
    await give(log, "searches", [
      aSearch({ eventId: "a", userId: "ada" }),
      aSearch({ eventId: "b", userId: "ada" }),
      aSearch({ eventId: "c", userId: null }),
    ]);
    const store = createMemoryStore();
    await runToEnd(log, [
      recordStep({ store, userKey: key, clock, limits: { maxEntries: 9, maxBytes: 2 ** 20, lingerMs: 0 } }),
    ]);
    return store.rows.map(({ placed: { row } }) => ("user_id" in row ? row.user_id : undefined));
  };
  const [first, second, none] = await rowsUnder(userKey);
  // printf ada | openssl dgst -sha256 -mac HMAC -macopt hexkey:(64 zeros), its first 16 digits
  expect([first, second, none]).toEqual(["f511103a4f5f1125", "f511103a4f5f1125", null]);
  expect((await rowsUnder(Uint8Array.of(1)))[0]).not.toBe(first);
});
