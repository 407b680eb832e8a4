import { expect, test } from "vitest";
import type { Entry } from "../../connectors/event-log.ts";
import { encodeEvent } from "../../pipelines/batch.ts";
import type { Stage } from "../../pipelines/stage.ts";
import { tokenizeStage } from "../../pipelines/stages/tokenize.ts";
import { stepOf } from "../../pipelines/step.ts";
import { createVirtualClock } from "../../pipelines/testing.ts";
import { codecs } from "../../schemas/codec.ts";
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
