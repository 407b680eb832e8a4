import { expect, test } from "vitest";
import { scoreEvents } from "../../pipelines/evaluation/score-events.ts";
import { type FedEvent, writeOf } from "../../pipelines/feed.ts";
import type { LiveModel, LiveModels } from "../../pipelines/live-models.ts";
import { createMemoryLog, createVirtualClock, runToEnd, taken } from "../../pipelines/testing.ts";
import { buildSteps, stepNames } from "../../pipelines/topology.ts";
import type { ScoredEvent } from "../../schemas/generated/events.ts";
import { topics } from "../../schemas/topics.ts";
import { liveOnShop, smallShop } from "../support/trained-model.ts";

const clock = createVirtualClock(Date.UTC(2024, 5, 1));
const events = [...smallShop.events({ from: Date.UTC(2024, 5, 1), count: 80 })];
// learned from different rows, so that their vocabularies and spaces differ
const models = [await liveOnShop("ridge-1", 60), await liveOnShop("ridge-2", 150)] as const;

/** The champion changes at every third question, so that it also changes between the stages of one batch. */
function restless(): LiveModels {
  let asked = 0;
  return { current: async () => models[Math.floor(asked++ / 3.5) % 2]! };
}

async function streamed(fused: boolean): Promise<readonly ScoredEvent[]> {
  const log = createMemoryLog({ partitions: 2, clock });
  await log.createTopics(topics);
  await log.append(events.map(writeOf));
  const steps = await buildSteps({
    names: stepNames.filter((name) => name !== "record"),
    fused,
    models: restless(),
    clock,
    limits: { maxEntries: 5, maxBytes: 2 ** 20, lingerMs: 0 },
    record: () => Promise.reject(new Error("nothing records here")),
  });
  await runToEnd(log, steps);
  expect(await taken(log, "dead-letters")).toEqual([]);
  return taken(log, "scores");
}

async function inBatch(live: LiveModel, wanted: ReadonlySet<string>): Promise<readonly ScoredEvent[]> {
  const scored: ScoredEvent[] = [];
  const some = events.filter(({ event }) => wanted.has(event.eventId));
  const batches = async function* (): AsyncGenerator<readonly FedEvent[]> {
    yield some;
  };
  for await (const batch of scoreEvents(live, batches())) scored.push(...batch);
  return scored;
}

const byId = (scored: readonly ScoredEvent[]) => scored.toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1));

test.each([
  ["fused", true],
  ["hop by hop", false],
])(
  "a champion that changes while events are under way, %s: each event is wholly of the model that it names",
  async (_, fused) => {
    const scored = await streamed(fused);
    expect(scored.length).toBeGreaterThan(70);
    for (const live of models) {
      const its = scored.filter(({ model }) => model === live.reference);
      expect(its.length).toBeGreaterThan(10);
      expect(byId(its)).toEqual(byId(await inBatch(live, new Set(its.map(({ eventId }) => eventId)))));
    }
  },
);
