import { expect, test } from "vitest";
import type { EventLog } from "../../connectors/event-log.ts";
import { drained, lagOf, lags, runSteps } from "../../pipelines/run.ts";
import type { Outcome, Stage } from "../../pipelines/stage.ts";
import {
  createMemoryLog,
  createVirtualClock,
  type Fault,
  give,
  runToEnd,
  smallSteps,
  taken,
  withFaults,
} from "../../pipelines/testing.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { InteractionEvent, ModelRelease } from "../../schemas/generated/events.ts";
import { topics } from "../../schemas/topics.ts";

const clock = createVirtualClock(Date.UTC(2024, 0, 1));

function click(eventId: string, quantity = 1): InteractionEvent {
  return {
    ...{
      eventId,
      time: Date.UTC(2024, 0, 1),
      source: "test",
      sessionId: null,
      userId: null,
      type: "click",
      refersTo: null,
    },
    ...{ query: null, productId: "p", position: 1, price: null, quantity },
  };
}

/** Turns a click into a release whose model is the click's id; any two topics would do to watch events go through. */
const copying: Stage<"interactions", "model-releases"> = {
  name: "copying",
  from: ["interactions"],
  to: "model-releases",
  run: async (clicks) => clicks.map(copyOf),
};

function copyOf({ eventId, time, quantity }: InteractionEvent): Outcome<ModelRelease> {
  if (quantity === 13) return { reject: "unlucky" };
  return { emit: [{ role: eventId, model: eventId, time, replaces: null, reason: "copied" }] };
}

const ids = Array.from({ length: 9 }, (_, i) => `click-${i}`);

async function copies(log: EventLog): Promise<readonly string[]> {
  return (await taken(log, "model-releases")).map((release) => release.model).sort();
}

test("runSteps: every event goes through once, in the order of its partition", async () => {
  const log = createMemoryLog({ clock });
  await give(
    log,
    "interactions",
    ids.map((id) => click(id)),
  );
  await runToEnd(log, smallSteps([copying], clock));
  expect((await taken(log, "model-releases")).map((release) => release.model)).toEqual(ids);
});

test("runSteps: what a stage rejects is a dead letter, and the rest goes on", async () => {
  const log = createMemoryLog({ clock });
  await give(log, "interactions", [click("a"), click("b", 13), click("c")]);
  await runToEnd(log, smallSteps([copying], clock));
  expect(await copies(log)).toEqual(["a", "c"]);
  expect(await taken(log, "dead-letters")).toMatchObject([
    { topic: "interactions", offset: 1, stage: "copying", error: "unlucky" },
  ]);
});

const faults: readonly (readonly [string, readonly Fault[]])[] = [
  ["a crash before the commit", [{ kind: "crash-before-commit", batch: 2 }]],
  ["a crash after the commit", [{ kind: "crash-after-commit", batch: 3 }]],
  ["crashes one after the other", [1, 2, 3].map((batch) => ({ kind: "crash-before-commit", batch }) as const)],
];

test.each(faults)("runSteps: %s loses nothing and doubles nothing", async (_, injected) => {
  const log = createMemoryLog({ clock });
  await give(
    log,
    "interactions",
    ids.map((id) => click(id)),
  );
  await runToEnd(withFaults(log, injected, clock), smallSteps([copying], clock));
  expect(await copies(log)).toEqual(ids);
});

test("runSteps: a log that delivers a batch twice shows up as doubles, so these tests can see them", async () => {
  const log = createMemoryLog({ clock });
  await give(
    log,
    "interactions",
    ids.map((id) => click(id)),
  );
  await runToEnd(withFaults(log, [{ kind: "duplicate-delivery", batch: 1 }], clock), smallSteps([copying], clock));
  expect(await copies(log)).toHaveLength(ids.length + 2);
});

test("runSteps: an error for a person ends all steps and is thrown; nothing is committed", async () => {
  const log = createMemoryLog({ clock });
  await give(log, "interactions", [click("a")]);
  const failing: Stage<"interactions", "model-releases"> = {
    ...copying,
    run: () => Promise.reject(new TwinstreamError("MODEL_NOT_FOUND", "no such model")),
  };
  await expect(runSteps(log, smallSteps([failing], clock), new AbortController().signal)).rejects.toMatchObject({
    message: "no such model",
    stage: "copying",
  });
  expect(await log.committed("interactions", "copying")).toEqual([undefined]);
});

test("runSteps: ends when the signal aborts", async () => {
  const log = createMemoryLog({ clock });
  await log.createTopics(topics);
  const stop = new AbortController();
  const running = runSteps(log, smallSteps([copying], clock), stop.signal);
  stop.abort();
  await expect(running).resolves.toBeUndefined();
});

test("runSteps: with no steps it lasts until the signal aborts, so that a source can feed meanwhile", async () => {
  const log = createMemoryLog({ clock });
  const stop = new AbortController();
  let isOver = false;
  const running = runSteps(log, [], stop.signal).then(() => {
    isOver = true;
  });
  await new Promise((done) => setImmediate(done));
  expect(isOver).toBe(false);
  stop.abort();
  await running;
});

test("lags: counts what a group has not committed, over all partitions", async () => {
  const log = createMemoryLog({ partitions: 3, clock });
  await give(
    log,
    "interactions",
    ids.map((id) => click(id)),
  );
  const steps = smallSteps([copying], clock);
  expect(await lags(log, steps)).toEqual([{ group: "copying", topic: "interactions", entries: 9 }]);
  await runToEnd(log, steps);
  expect(await lagOf(log, "interactions", "copying")).toBe(0);
});

test("drained: asks after no topic behind one that lags, and more seldom the longer it takes", async () => {
  const asked: string[] = [];
  const waits: number[] = [];
  let time = 0;
  const log = {
    async lag(topic: string) {
      asked.push(topic);
      return [topic === "interactions" && time < 60_000 ? 1 : 0];
    },
  } as unknown as EventLog;
  const byHand = {
    now: () => time,
    async wait(ms: number) {
      waits.push(ms);
      time += ms;
    },
  };
  const behind: Stage<"model-releases", "catalog"> = { ...copying, name: "behind", from: ["model-releases"] } as never;
  await drained(log, smallSteps([copying, behind], clock), byHand, new AbortController().signal);
  expect(asked.slice(0, -2).every((topic) => topic === "interactions")).toBe(true);
  expect(asked.slice(-2)).toEqual(["interactions", "model-releases"]);
  expect([waits[0], waits.at(-1)]).toEqual([20, 250]);
  expect(waits.length).toBeLessThan(400);
});

test("steps: count what went in, came out and was rejected", async () => {
  const log = createMemoryLog({ clock });
  await give(log, "interactions", [click("a"), click("b", 13), click("c")]);
  const steps = smallSteps([copying], clock);
  await runToEnd(log, steps);
  expect(steps[0]!.figures()).toMatchObject([{ name: "copying", eventsIn: 3, eventsOut: 2, rejected: 1, batches: 2 }]);
});
