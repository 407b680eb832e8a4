import { expect, test } from "vitest";
import { reasonsAgainst } from "../../../app/server/readiness.ts";
import { newVitals, type Vitals } from "../../../app/server/vitals.ts";

const rules = { stallMs: 30_000, maxLag: 1_000 };
const now = 100_000;

/** A pipeline that runs and has just been looked at. */
function running(but: Partial<Vitals> = {}): Vitals {
  return { ...newVitals(), phase: "running", lookedAt: now - 1_000, ...but };
}

function partition(lag: number, stillMs: number) {
  return { group: "score", topic: "embeddings", partition: 2, committed: 5, end: 5 + lag, lag, stillMs };
}

function reasons(vitals: Vitals) {
  return reasonsAgainst(vitals, rules, now).map(({ reason, message }) => `${reason}: ${message}`);
}

test("readiness: a pipeline that runs and moves is ready, and so is an idle one", () => {
  expect(reasons(running({ partitions: [partition(1_000, 29_999), partition(0, 0)] }))).toEqual([]);
});

test("readiness: a partition that stands still with entries waiting is named with why", () => {
  const message = '"score" has not moved on partition 2 of "embeddings" for 31 s while 7 entries wait';
  expect(reasonsAgainst(running({ partitions: [partition(7, 31_000)] }), rules, now)).toEqual([
    { reason: "stalled", message, group: "score", topic: "embeddings", partition: 2, lag: 7, stillSeconds: 31 },
  ]);
});

test("readiness: a lag above the limit is named; without a limit any lag is fine", () => {
  const vitals = running({ partitions: [partition(1_001, 0)] });
  expect(reasons(vitals)).toEqual([
    'lag: 1001 entries of partition 2 of "embeddings" wait for "score", more than 1000',
  ]);
  expect(reasonsAgainst(vitals, { ...rules, maxLag: Number.POSITIVE_INFINITY }, now)).toEqual([]);
});

test.each([
  ["starting: the stages have not begun yet", newVitals()],
  ["starting: the event log has not answered yet", running({ lookedAt: undefined })],
  ["stopping: asked to stop: batches in hand are finished", running({ phase: "stopping" })],
  ["failed: no model ridge-7", running({ failure: "no model ridge-7" })],
  ["log-unreachable: no broker answers", running({ logFault: "no broker answers" })],
  ["log-unreachable: the event log has not answered for 16 s", running({ lookedAt: now - 16_000 })],
])("readiness: not ready, %s", (reason, vitals) => {
  expect(reasons(vitals)).toEqual([reason]);
});
