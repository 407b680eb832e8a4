import { expect, test } from "vitest";
import { momentOf, type Surroundings } from "../../../../app/server/live/moment.ts";
import type { Look } from "../../../../app/server/live/rates.ts";
import { newVitals } from "../../../../app/server/vitals.ts";
import { followers } from "../../../../pipelines/followers.ts";
import type { PartitionState } from "../../../../pipelines/partition-watch.ts";
import { createStageMeter } from "../../../../pipelines/stage-metrics.ts";

const memory = { rssBytes: 2, heapBytes: 1 };
const places = followers().filter(({ name }) => ["tokenize", "score"].includes(name));
const running = { ...newVitals(), phase: "running" as const, lookedAt: 10_000, topology: places };

function surroundings(vitals = running): Surroundings {
  return { vitals, rules: { stallMs: 30_000, maxLag: 1_000 }, places, deadLetters: 3, memory };
}

function stateOf(group: string, topic: string, state: Partial<PartitionState>): PartitionState {
  return { group, topic, partition: 0, committed: 0, end: 0, lag: 0, stillMs: 0, ...state };
}

const look = (time: number, more: Partial<Look> = {}): Look => {
  return { time, partitionsAt: time, partitions: [], figures: [], ...more };
};

test("momentOf: rates and latency are of the time between two looks, counts of all time", () => {
  const meter = createStageMeter("tokenize");
  const batch = { eventsOut: 90, rejected: 1, began: 0, ended: 1_000, entries: [{ timestamp: 0, headers: {} }] };
  meter.note({ ...batch, eventsIn: 100 });
  const before = look(5_000, { figures: [meter.figures()] });
  meter.note({ ...batch, eventsIn: 400, entries: [{ timestamp: 996, headers: {} }] });
  const now = look(10_000, { figures: [meter.figures()] });
  const [tokenize, score] = momentOf(now, before, surroundings()).stages;
  expect(tokenize).toMatchObject({ eventsIn: 500, inPerSecond: 80, outPerSecond: 18, deadLetters: 2, reasons: [] });
  // the only time since lies between the bounds 2.5 and 5 ms
  expect(tokenize).toMatchObject({ latencyP50Ms: 3.75, from: ["searches", "labels"], to: ["tokens"] });
  expect(score).toMatchObject({ eventsIn: null, inPerSecond: null, lag: null });
  expect(momentOf(now, undefined, surroundings()).stages[0]).toMatchObject({ eventsIn: 500, inPerSecond: null });
});

test("momentOf: a stage that stalls says why, and so does the whole", () => {
  const partitions = [stateOf("score", "embeddings", { committed: 5, lag: 7, stillMs: 31_000, end: 12 })];
  const moment = momentOf(look(10_000, { partitions }), undefined, surroundings());
  const why = '"score" has not moved on partition 0 of "embeddings" for 31 s while 7 entries wait';
  expect(moment).toMatchObject({ isReady: false, reasons: [why], deadLetters: 3, memory, unknown: [] });
  expect(moment.stages.map(({ lag, reasons, stillSeconds }) => [lag, reasons, stillSeconds])).toEqual([
    [null, [], 0],
    [7, [why], 31],
  ]);
});

test("momentOf: without stages of its own it tells what the log knows, and what it can't", () => {
  const at = (committed: number, end: number) => [
    ...[stateOf("tokenize", "searches", { committed, end }), stateOf("record", "searches", { end })],
    stateOf("embed", "tokens", { end: end * 2 }),
  ];
  const vitals = { ...running, topology: [] };
  const before = look(8_000, { partitions: at(100, 100) });
  const moment = momentOf(look(10_000, { partitions: at(120, 150) }), before, surroundings(vitals));
  expect(moment).toMatchObject({
    runsStages: false,
    unknown: [expect.stringContaining("runs no stages"), expect.stringMatching(/page/)],
  });
  expect(moment.topics).toEqual([
    { name: "searches", end: 150, perSecond: 25 },
    { name: "tokens", end: 300, perSecond: 50 },
  ]);
  expect(moment.stages[0]).toMatchObject({ inPerSecond: 10, outPerSecond: 50, latencyP50Ms: null, deadLetters: null });
});
