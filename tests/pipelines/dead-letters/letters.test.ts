import { expect, test } from "vitest";
import type { EventLog, Range } from "../../../connectors/event-log.ts";
import { logLike } from "../../../connectors/log-like.ts";
import { lettersBack } from "../../../pipelines/dead-letters/letters.ts";
import { aDeadLog } from "../../support/dead-letters.ts";

async function collected(log: EventLog, from?: readonly number[]) {
  const all = [];
  for await (const met of lettersBack(log, from)) all.push(met);
  return all;
}

test("lettersBack: shows where each came from, why, and its bytes, newest first", async () => {
  const { log } = await aDeadLog([
    { offset: 7, error: "too short: 3 bytes", value: Buffer.of(1, 2, 3) },
    { offset: 9, stage: "score", error: "no model" },
  ]);
  expect((await collected(log)).map(({ letter }) => letter)).toMatchObject([
    { id: "searches-0-9", stage: "score", error: "no model" },
    {
      ...{ id: "searches-0-7", stage: "decode", reason: "too short: # bytes", key: "visit", time: 4_000 },
      value: Buffer.of(1, 2, 3),
    },
  ]);
});

test("lettersBack: goes over partitions by time, and on from where it was left", async () => {
  const { log } = await aDeadLog(
    Array.from({ length: 300 }, (_, offset) => ({ offset })),
    3,
  );
  const all = await collected(log);
  expect(all.map(({ letter }) => letter!.offset)).toEqual(Array.from({ length: 300 }, (_, i) => 299 - i));
  const { ends } = all[99]!;
  expect((await collected(log, ends)).map(({ letter }) => letter!.id)).toEqual(
    all.slice(100).map(({ letter }) => letter!.id),
  );
});

test("lettersBack: a few are read at a time, and of large ones fewer", async () => {
  const value = Buffer.alloc(2 ** 20);
  const { log } = await aDeadLog(Array.from({ length: 20 }, (_, offset) => ({ offset, value })));
  const ranges: Range[] = [];
  const watched = logLike(log, {
    read: (topic, range = {}) => {
      ranges.push(range);
      return log.read(topic, range);
    },
  });
  expect((await collected(watched)).map(({ letter }) => letter!.offset)).toEqual(
    Array.from({ length: 20 }, (_, i) => 19 - i),
  );
  expect(ranges.map(({ to }) => to)).toEqual([20, 13, 6]);
});

test("lettersBack: one that can't be read itself is undefined, and what entered anew has no time of entry", async () => {
  const { log } = await aDeadLog([{ headers: { "twinstream-entered": "7", traceparent: "00-1" } }]);
  await log.append([{ topic: "dead-letters", key: "odd", value: Buffer.of(9) }]);
  expect((await collected(log)).map(({ letter }) => letter?.headers)).toEqual([undefined, { traceparent: "00-1" }]);
});
