import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../../connectors/clock.ts";
import { openEmbeddedLog } from "../../../connectors/embedded/embedded-log.ts";
import type { EventLog } from "../../../connectors/event-log.ts";
import { copy, follow, lag, readAll, text, until, write } from "../../support/log-work.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const script = resolve("tests/connectors/embedded/follower.mjs");
const opener = resolve("tests/connectors/embedded/open-and-close.mjs");

async function sharedLog(partitions = 4) {
  const folder = temporaryFolder();
  const log = await openEmbeddedLog({ folder, partitions, leaseMs: 300 });
  onTestFinished(() => log.close());
  await log.createTopics({ in: { cleanup: "delete" }, out: { cleanup: "delete" } });
  return { folder, log };
}

async function appendNumbers(log: EventLog, from: number, to: number) {
  await log.append(Array.from({ length: to - from }, (_, index) => write(`k${index % 40}`, String(from + index))));
}

async function copied(log: EventLog): Promise<number[]> {
  const numbers = (await readAll(log, "out")).map(({ value }) => Number(text(value)));
  return numbers.sort((one, other) => one - other);
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Reading all of `out` in a tight loop would take the processor from those who write it. */
async function untilCopied(log: EventLog, count: number): Promise<void> {
  const done = async () => (await log.extents("out")).reduce((sum, { end }) => sum + end, 0) >= count;
  while (!(await done())) await systemClock.wait(5);
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.send("end");
  await exit;
}

test("embedded log: processes share a group, one is killed, nothing is lost or doubled", async () => {
  const { folder, log } = await sharedLog();
  await appendNumbers(log, 0, 2_000);
  const children = [fork(script, [folder]), fork(script, [folder])];
  onTestFinished(() => {
    for (const child of children) child.kill("SIGKILL");
  });
  await untilCopied(log, 400);
  children[0]!.kill("SIGKILL");
  await appendNumbers(log, 2_000, 3_000);
  await untilCopied(log, 3_000);
  await endProcess(children[1]!);
  expect(await copied(log)).toEqual(numbers(3_000));
  expect(await lag(log, "copy")).toBe(0);
});

test("embedded log: worker threads of one process share a group", async () => {
  const { folder, log } = await sharedLog();
  await appendNumbers(log, 0, 1_000);
  const workers = [1, 2, 3].map(() => new Worker(script, { workerData: { folder } }));
  await untilCopied(log, 300);
  const first = once(workers[0]!, "exit");
  workers[0]!.postMessage("end");
  await first;
  await appendNumbers(log, 1_000, 2_000);
  await untilCopied(log, 2_000);
  const exits = workers.slice(1).map((worker) => once(worker, "exit"));
  for (const worker of workers.slice(1)) worker.postMessage("end");
  await Promise.all(exits);
  expect(await copied(log)).toEqual(numbers(2_000));
});

test("embedded log: a member whose lease ran out commits nothing, then goes on", async () => {
  const folder = temporaryFolder();
  let ahead = 0;
  const clock = { now: () => 1_000_000 + ahead, wait: systemClock.wait };
  const log = await openEmbeddedLog({ folder, partitions: 1, clock, leaseMs: 1_000 });
  onTestFinished(() => log.close());
  await log.createTopics({ in: { cleanup: "delete" }, out: { cleanup: "delete" } });
  await appendNumbers(log, 0, 3);
  const outputsSeen: number[] = [];
  let calls = 0;
  const following = follow(log, "copy", async (entries) => {
    calls += 1;
    if (calls === 1) ahead += 1_001;
    else outputsSeen.push((await readAll(log, "out")).length);
    return copy(entries);
  });
  await untilCopied(log, 3);
  await following.end();
  expect(outputsSeen).toEqual([0]);
  expect(await copied(log)).toEqual([0, 1, 2]);
});

test("embedded log: what another took over meanwhile is not written by the one who slept", async () => {
  const folder = temporaryFolder();
  let ahead = 0;
  const clock = { now: () => 1_000_000 + ahead, wait: systemClock.wait };
  const sleeper = await openEmbeddedLog({ folder, partitions: 1, clock, leaseMs: 1_000 });
  onTestFinished(() => sleeper.close());
  await sleeper.createTopics({ in: { cleanup: "delete" }, out: { cleanup: "delete" } });
  await appendNumbers(sleeper, 0, 3);
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => {
    wake = resolve;
  });
  let isHandling = false;
  const one = follow(sleeper, "copy", async (entries) => {
    isHandling = true;
    await asleep;
    return copy(entries);
  });
  await until(() => isHandling);
  ahead += 1_001;
  const two = follow(sleeper, "copy", copy);
  await untilCopied(sleeper, 3);
  wake();
  await one.end();
  await two.end();
  expect(await copied(sleeper)).toEqual([0, 1, 2]);
});

test("embedded log: many small appends of one turn are all kept", async () => {
  const { log } = await sharedLog();
  await Promise.all(numbers(500).map((number) => log.append([write(`k${number}`, String(number))])));
  const values = (await readAll(log, "in")).map(({ value }) => Number(text(value)));
  expect(values.sort((one, other) => one - other)).toEqual(numbers(500));
});

test("embedded log: who opens it while the last other one closes it can use it", async () => {
  const { folder, log } = await sharedLog();
  await log.close();
  const openers = numbers(3).map(() => fork(opener, [folder, "1500"]));
  const exits = await Promise.all(openers.map((child) => once(child, "exit")));
  expect(exits).toEqual(numbers(3).map(() => [0, null]));
});
