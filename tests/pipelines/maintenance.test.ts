import { expect, test } from "vitest";
import { maintain } from "../../pipelines/maintenance.ts";
import { createMemoryLog, createVirtualClock } from "../../pipelines/testing.ts";
import { createMemoryStore } from "../support/memory-store.ts";

const hourMs = 3_600_000;

async function logWithOldEntry() {
  const clock = createVirtualClock(0);
  const log = createMemoryLog({ clock });
  await log.createTopics({ old: { cleanup: "delete", retentionMs: hourMs } });
  await log.append([{ topic: "old", key: null, value: Buffer.from("1") }]);
  await clock.advance(2 * hourMs);
  await log.append([{ topic: "old", key: null, value: Buffer.from("2") }]);
  return log;
}

test("maintain: drops what the log need not keep and merges the tables' files", async () => {
  const log = await logWithOldEntry();
  let compactions = 0;
  const store = {
    ...createMemoryStore(),
    async compact() {
      compactions += 1;
      return { merged: 0, written: 0, removed: 0 };
    },
  };
  await maintain({ log, store });
  expect(await log.extents("old")).toEqual([{ partition: 0, start: 1, end: 2 }]);
  expect(compactions).toBe(1);
});

test("maintain: a pipeline without tables has its log maintained all the same", async () => {
  const log = await logWithOldEntry();
  await maintain({ log, store: undefined });
  expect(await log.extents("old")).toEqual([{ partition: 0, start: 1, end: 2 }]);
});
