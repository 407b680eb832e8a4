import { expect, onTestFinished, test } from "vitest";
import type { EventLog } from "../../../connectors/event-log.ts";
import { encodeEvent } from "../../../pipelines/batch.ts";
import { withSchemaRegistry } from "../../../pipelines/schema-registry/with-schema-registry.ts";
import { tokenizeStage } from "../../../pipelines/stages/tokenize.ts";
import { createMemoryLog, createVirtualClock, give, runToEnd, smallSteps, taken } from "../../../pipelines/testing.ts";
import { codecs, localSchemaId, schemaIdOf } from "../../../schemas/codec.ts";
import { currentSchemas } from "../../../schemas/generated/events.ts";
import { topicNames, topics } from "../../../schemas/topics.ts";
import { aSearch } from "../../support/events.ts";
import {
  type FakeAnswer,
  type FakeSchemaRegistry,
  fakeSchemaRegistry,
  unknownSchema,
} from "../../support/fake-schema-registry.ts";
import { liveOnShop } from "../../support/trained-model.ts";

const searchSchema = JSON.stringify(currentSchemas.searches);

/** A registry that gives each subject an id from 1 on, and knows others as a test says. */
function registryWith(schemas: (id: number) => FakeAnswer): Promise<FakeSchemaRegistry> {
  const subjects: string[] = [];
  return fakeSchemaRegistry(({ method, path }) => {
    if (method === "GET") return schemas(Number(path.slice("/schemas/ids/".length)));
    const subject = path.split("/")[2]!;
    if (!subjects.includes(subject)) subjects.push(subject);
    return { status: 200, body: { id: subjects.indexOf(subject) + 1 } };
  });
}

const clock = () => createVirtualClock(0);

function unknownSentence(id: number): string {
  return `schema id ${id} is not known for topic "searches", nor to the schema registry`;
}

async function registered(
  fake: FakeSchemaRegistry,
  options: { prefix?: string; clock?: ReturnType<typeof clock>; notices?: string[]; partitions?: number } = {},
) {
  const { prefix = "", clock: time = clock(), notices = [], partitions = 1 } = options;
  const bare = createMemoryLog({ clock: time, partitions });
  await bare.createTopics(topics);
  const settings = { url: fake.url, credentials: undefined, prefix, timeoutMs: 2_000 };
  return {
    bare,
    log: await withSchemaRegistry(bare, settings, { clock: time, notice: (text) => void notices.push(text) }),
  };
}

/** Appends a search as a program with its own schema id wrote it. */
async function appendAs(log: EventLog, id: number, eventId: string): Promise<void> {
  const write = encodeEvent("searches", aSearch({ eventId }));
  const value = Buffer.from(write.value!);
  value.writeUInt32BE(id, 1);
  await log.append([{ ...write, value }]);
}

test("withSchemaRegistry: registers every topic with its prefix and writes the ids", async () => {
  const fake = await registryWith(() => unknownSchema);
  const { bare, log } = await registered(fake, { prefix: "shop." });
  expect(fake.seen.map(({ path }) => path).sort()).toEqual(
    topicNames.map((topic) => `/subjects/shop.${topic}-value`).sort(),
  );
  await give(log, "searches", [aSearch()]);
  for await (const [entry] of bare.read("searches")) expect(schemaIdOf(entry!.value!)).toBe(codecs.searches.schemaId);
  expect(codecs.searches.schemaId).toBeLessThanOrEqual(topicNames.length);
});

test("withSchemaRegistry: without settings it is the log itself", async () => {
  const bare = createMemoryLog({ clock: clock() });
  expect(await withSchemaRegistry(bare, undefined, { clock: clock(), notice() {} })).toBe(bare);
});

test("withSchemaRegistry: closes the log where the registry refuses", async () => {
  const fake = await fakeSchemaRegistry(() => ({ status: 401, body: {} }));
  let closed = 0;
  const log: EventLog = { ...createMemoryLog({ clock: clock() }), close: async () => void closed++ };
  const settings = { url: fake.url, credentials: undefined, prefix: "", timeoutMs: 2_000 };
  const opening = withSchemaRegistry(log, settings, { clock: clock(), notice() {} });
  await expect(opening).rejects.toThrow(expect.objectContaining({ code: "REGISTRY_UNAVAILABLE" }));
  expect(closed).toBe(1);
});

test("read: fetches each unknown id once, beside local ids and records that are none", async () => {
  const fake = await registryWith((id) =>
    id === 501 ? { status: 200, body: { schema: searchSchema } } : unknownSchema,
  );
  const { log } = await registered(fake);
  await appendAs(log, 501, "theirs");
  await appendAs(log, localSchemaId(currentSchemas.searches), "before the registry");
  await appendAs(log, 501, "theirs again");
  await give(log, "searches", [aSearch({ eventId: "ours" })]);
  const events = async () => (await taken(log, "searches")).map(({ eventId }) => eventId);
  expect(await events()).toEqual(["theirs", "before the registry", "theirs again", "ours"]);
  expect(await events()).toHaveLength(4);
  expect(fake.seen.filter(({ method }) => method === "GET").map(({ path }) => path)).toEqual(["/schemas/ids/501"]);
});

test("read: an id that the registry has not stays unread, with that sentence, and is asked for again later", async () => {
  const time = clock();
  let isThere = false;
  const fake = await registryWith(() => (isThere ? { status: 200, body: { schema: searchSchema } } : unknownSchema));
  const { log } = await registered(fake, { clock: time });
  await appendAs(log, 502, "early");
  const message = unknownSentence(502);
  for (let round = 0; round < 2; round++) await expect(taken(log, "searches")).rejects.toThrow(message);
  isThere = true;
  await expect(taken(log, "searches")).rejects.toThrow(message);
  await time.advance(30_000);
  expect(await taken(log, "searches")).toHaveLength(1);
  expect(fake.seen.filter(({ method }) => method === "GET")).toHaveLength(2);
});

test("read: throws where the registry is out of reach and is needed", async () => {
  const fake = await registryWith(() => ({ status: 401, body: {} }));
  const { log } = await registered(fake);
  await appendAs(log, 503, "theirs");
  await expect(taken(log, "searches")).rejects.toThrow(expect.objectContaining({ code: "REGISTRY_UNAVAILABLE" }));
});

test("follow: an id that the registry has not makes a dead letter with that sentence, and the rest goes on", async () => {
  const live = await liveOnShop(); // first: it blocks for longer than a connection of the fake stays open
  const time = clock();
  const fake = await registryWith(() => unknownSchema);
  const { log } = await registered(fake, { clock: time });
  await appendAs(log, 506, "theirs");
  await give(log, "searches", [aSearch({ eventId: "ours" })]);
  await runToEnd(log, smallSteps([tokenizeStage({ current: async () => live })], time));
  expect((await taken(log, "tokens")).map(({ eventId }) => eventId)).toEqual(["ours"]);
  expect(await taken(log, "dead-letters")).toMatchObject([
    { topic: "searches", offset: 0, stage: "decode", error: unknownSentence(506) },
  ]);
});

/** Follows searches with a registry that is out of reach for all ids of strangers until it is mended. */
async function followInOutage({ partitions = 1 } = {}) {
  const time = clock();
  const notices: string[] = [];
  let isOut = true;
  const fake = await registryWith(() =>
    isOut ? { status: 401, body: {} } : { status: 200, body: { schema: searchSchema } },
  );
  const { log } = await registered(fake, { clock: time, notices, partitions });
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const events: string[] = [];
  await give(log, "searches", [aSearch({ eventId: "before" })]);
  const follow = (group: string) =>
    log.follow(
      "searches",
      group,
      async (entries) => {
        for (const { value } of entries) {
          const decoded = codecs.searches.decode(value!);
          events.push("event" in decoded ? decoded.event.eventId : decoded.error);
        }
        return [];
      },
      { signal: stop.signal, maxEntries: 1 },
    );
  const asked = () => fake.seen.filter(({ method }) => method === "GET").length;
  const mend = () => {
    isOut = false;
  };
  return { time, notices, log, stop, events, follow, asked, mend };
}

/** Lets time pass until something is so; questions over HTTP take real turns of the event loop. */
async function passUntil(time: ReturnType<typeof clock>, isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !isSo(); turn++) await time.advance(1_000);
  expect(isSo()).toBe(true);
}

test("follow: a batch of an unknown id waits for the registry, is not lost, and goes on when it answers", async () => {
  const { time, notices, log, stop, events, follow, asked, mend } = await followInOutage();
  await appendAs(log, 504, "theirs");
  await give(log, "searches", [aSearch({ eventId: "after" })]);
  const following = follow("reads");
  await passUntil(time, () => asked() >= 3);
  expect(events).toEqual(["before"]);
  expect(await log.committed("searches", "reads")).toEqual([1]);
  expect(notices).toEqual([
    expect.stringMatching(/does not know this program.*; until then records of "searches" .* wait$/),
  ]);
  mend();
  await passUntil(time, () => events.length === 3);
  expect(events).toEqual(["before", "theirs", "after"]);
  expect(notices.slice(1)).toEqual(['the schema registry answers again; "searches" goes on']);
  stop.abort();
  await following;
});

test("follow: ends without an error while a batch waits, and the batch is not committed", async () => {
  const { time, log, stop, events, follow, asked } = await followInOutage();
  await appendAs(log, 505, "theirs");
  const following = follow("ends");
  await passUntil(time, () => asked() >= 1);
  stop.abort();
  await following;
  expect(events).toEqual(["before"]);
  expect(await log.committed("searches", "ends")).toEqual([1]);
});

test("follow: what the handler throws for one partition comes through although a batch of another waited until the end", async () => {
  const { time, log, stop, asked } = await followInOutage({ partitions: 2 });
  await appendAs(log, 507, "theirs");
  await give(log, "searches", [aSearch({ eventId: "ours", sessionId: "another visit" })]);
  expect((await log.extents("searches")).map(({ end }) => end)).toEqual([1, 2]);
  let fail = () => {};
  const failing = new Promise<never>((_, reject) => {
    fail = () => reject(new Error("boom"));
  });
  const following = log.follow("searches", "fails late", () => failing, { signal: stop.signal });
  await passUntil(time, () => asked() >= 1);
  stop.abort();
  await time.advance(60_000);
  fail();
  await expect(following).rejects.toThrow("boom");
});

test("follow: what the handler throws comes through", async () => {
  const fake = await registryWith(() => unknownSchema);
  const { log } = await registered(fake);
  await give(log, "searches", [aSearch()]);
  const following = log.follow("searches", "fails", async () => Promise.reject(new Error("boom")), {
    signal: new AbortController().signal,
  });
  await expect(following).rejects.toThrow("boom");
});
