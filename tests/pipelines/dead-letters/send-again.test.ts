import { expect, test } from "vitest";
import type { EventLog } from "../../../connectors/event-log.ts";
import { findLetter } from "../../../pipelines/dead-letters/find-letters.ts";
import { fixLetter, replayAll } from "../../../pipelines/dead-letters/send-again.ts";
import { codecs } from "../../../schemas/codec.ts";
import { aDeadLog } from "../../support/dead-letters.ts";
import { aSearch } from "../../support/events.ts";

const limit = Number.POSITIVE_INFINITY;

async function valuesOf(log: EventLog, topic: string): Promise<readonly Uint8Array[]> {
  const values = [];
  for await (const entries of log.read(topic)) for (const { value } of entries) values.push(value!);
  return values;
}

test("replayAll: sends the original bytes to their topic, each letter once", async () => {
  const { log } = await aDeadLog([{ offset: 7 }, { offset: 9, value: Buffer.of(4) }]);
  const ids = ["searches-0-7", "searches-0-8"];
  expect(await replayAll(log, { filter: { ids }, limit })).toMatchObject({ found: 1, sent: 1, unknown: [ids[1]] });
  expect(await replayAll(log, { filter: {}, limit })).toMatchObject({ found: 2, sent: 1, next: undefined });
  expect((await valuesOf(log, "searches")).map((value) => [...value])).toEqual([[1, 2, 3], [4]]);
});

test("replayAll: goes over as many as there are, in parts, and says where it ended", async () => {
  const { log } = await aDeadLog(Array.from({ length: 1_200 }, (_, offset) => ({ offset })));
  const first = await replayAll(log, { filter: { stage: "decode" }, limit: 1_100 });
  expect(first).toMatchObject({ found: 1_100, sent: 1_100, next: [100] });
  expect(await replayAll(log, { filter: {}, limit, from: first.next })).toMatchObject({ found: 100, sent: 100 });
});

async function oneLetter(topic = "searches") {
  const { log } = await aDeadLog([{ topic, offset: 7, headers: { traceparent: "00-1" } }]);
  return { log, letter: (await findLetter(log, `${topic}-0-7`))! };
}

test("fixLetter: sends the corrected event in the record's place, once, with its trace", async () => {
  const { log, letter } = await oneLetter();
  const event = aSearch();
  expect(await fixLetter(log, letter, { event, isTrial: true })).toMatchObject({ status: "sound" });
  expect(await fixLetter(log, letter, { event })).toEqual({ status: "sent", topic: "searches", eventId: "s-1" });
  expect(await fixLetter(log, letter, { event: { ...event, query: "other" } })).toMatchObject({ status: "known" });
  expect(await replayAll(log, { filter: {}, limit })).toMatchObject({ found: 1, sent: 0 });
  expect((await valuesOf(log, "searches")).map((value) => codecs.searches.decode(value))).toEqual([{ event }]);
});

test.for<readonly [unknown, string]>([
  [null, 'field "event" is null; give an object'],
  [{ query: "oak" }, 'fields "eventId" and "time" are missing'],
  [{ ...aSearch(), query: 7.5 }, 'field "query" is 7.5; give a text'],
  [{ ...aSearch(), query: " " }, "the query is empty"],
])("fixLetter: %j is no search, and nothing is sent", async ([event, why]) => {
  const { log, letter } = await oneLetter();
  await expect(fixLetter(log, letter, { event })).rejects.toThrow(why);
  expect(await valuesOf(log, "searches")).toEqual([]);
});

test("fixLetter: what stages make is not made by hand", async () => {
  const { log, letter } = await oneLetter("tokens");
  await expect(fixLetter(log, letter, { event: {} })).rejects.toThrow('records of "tokens" are made by the stages');
});
