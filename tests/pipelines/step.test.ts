import { expect, test } from "vitest";
import type { Entry } from "../../connectors/event-log.ts";
import { encodeEvent } from "../../pipelines/batch.ts";
import type { Stage } from "../../pipelines/stage.ts";
import { tokenizeStage } from "../../pipelines/stages/tokenize.ts";
import { stepOf } from "../../pipelines/step.ts";
import { createVirtualClock } from "../../pipelines/testing.ts";
import { codecs } from "../../schemas/codec.ts";
import type { SearchEvent } from "../../schemas/generated/events.ts";
import { aSearch } from "../support/events.ts";
import { liveOnShop } from "../support/trained-model.ts";

const live = await liveOnShop();
const limits = { maxEntries: 10, maxBytes: 2 ** 20, lingerMs: 0 };

test("stepOf: a stage as a step writes its events to its topic, what it can't read to the dead letters, and counts both", async () => {
  const clock = createVirtualClock(5_000);
  const stage = tokenizeStage({ current: async () => live }) as unknown as Stage;
  const step = stepOf(stage, clock, limits);
  const { topic, key, value } = encodeEvent("searches", aSearch({ eventId: "s1", query: "angle bracket" }));
  const entries: readonly Entry[] = [
    { topic, partition: 0, offset: 0, timestamp: 4_000, key, value },
    { topic, partition: 0, offset: 1, timestamp: 4_000, key, value: Uint8Array.of(7) },
  ];
  const writes = await step.handle(entries);
  expect(writes.map((write) => write.topic).sort()).toEqual(["dead-letters", "tokens"]);
  const tokens = codecs.tokens.decode(writes.find((write) => write.topic === "tokens")!.value!);
  expect(tokens).toMatchObject({ event: { eventId: "s1", query: "angle bracket" } });
  expect([step.group, step.from, step.to]).toEqual(["tokenize", ["searches", "labels"], ["tokens"]]);
  expect(step.figures()).toMatchObject([{ name: "tokenize", eventsIn: 2, eventsOut: 1, rejected: 1 }]);
});

test("stepOf: an event that its schema can't hold is a dead letter of the stage that made it, and counted as one", async () => {
  const stage: Stage = { name: "odd", from: ["searches"], to: "searches", run: async (events) => events.map(oddly) };
  const step = stepOf(stage, createVirtualClock(5_000), limits);
  const entries = ["s1", "s2"].map((eventId, offset): Entry => {
    const { topic, key, value } = encodeEvent("searches", aSearch({ eventId }));
    return { topic, partition: 0, offset, timestamp: 4_000, key, value };
  });
  const writes = await step.handle(entries);
  expect(writes.map(({ topic }) => topic)).toEqual(["searches", "dead-letters"]);
  expect(codecs["dead-letters"].decode(writes[1]!.value!)).toMatchObject({ event: { stage: "odd", offset: 1 } });
  expect(step.figures()).toMatchObject([{ eventsIn: 2, eventsOut: 1, rejected: 1 }]);
});

test("stepOf: what was made of a key goes with the key, from one compacted topic to another", async () => {
  const entry = { topic: "catalog", partition: 0, offset: 0, timestamp: 4_000, key: "p1", value: null };
  const silent = {
    name: "any",
    from: ["catalog"] as const,
    run: async (events: readonly unknown[]) => events.map(() => ({ emit: [] })),
  };
  const step = (to: "recognitions" | "scores") => stepOf({ ...silent, to } as Stage, createVirtualClock(5_000), limits);
  expect(await step("recognitions").handle([entry])).toEqual([{ topic: "recognitions", key: "p1", value: null }]);
  expect(await step("scores").handle([entry])).toEqual([]);
});

/** The second one with a time that is none. */
function oddly(event: object, place: number) {
  return { emit: [{ ...event, ...(place === 1 && { time: "yesterday" }) } as unknown as SearchEvent] };
}
