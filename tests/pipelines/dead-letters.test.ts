import { expect, test } from "vitest";
import { deadLetter } from "../../pipelines/batch.ts";
import { deadLetters, type KeptLetter, replayLetters } from "../../pipelines/dead-letters.ts";
import { createMemoryLog, createVirtualClock } from "../../pipelines/testing.ts";
import { topics } from "../../schemas/topics.ts";

async function logWithLetters() {
  const log = createMemoryLog({ clock: createVirtualClock(5_000) });
  await log.createTopics(topics);
  const entry = {
    topic: "searches",
    partition: 0,
    offset: 7,
    timestamp: 4_000,
    key: "visit",
    value: Uint8Array.of(1, 2, 3),
  };
  await log.append([
    deadLetter(entry, "decode", "too short"),
    deadLetter({ ...entry, offset: 9 }, "score", "no model"),
  ]);
  return log;
}

async function collected(letters: AsyncIterable<KeptLetter>): Promise<KeptLetter[]> {
  const all: KeptLetter[] = [];
  for await (const letter of letters) all.push(letter);
  return all;
}

test("deadLetters: shows where each came from, why, and its bytes", async () => {
  expect(await collected(deadLetters(await logWithLetters()))).toMatchObject([
    { id: "searches-0-7", stage: "decode", error: "too short", key: "visit", time: 4_000, value: Buffer.of(1, 2, 3) },
    { id: "searches-0-9", stage: "score", error: "no model" },
  ]);
});

test("replayLetters: sends the original bytes to their topic, each letter once", async () => {
  const log = await logWithLetters();
  const letters = await collected(deadLetters(log));
  expect(await replayLetters(log, letters.slice(0, 1))).toBe(1);
  expect(await replayLetters(log, letters)).toBe(1);
  const sent = [];
  for await (const entries of log.read("searches")) sent.push(...entries);
  expect(sent.map(({ key, value }) => [key, [...value!]])).toEqual([
    ["visit", [1, 2, 3]],
    ["visit", [1, 2, 3]],
  ]);
});
