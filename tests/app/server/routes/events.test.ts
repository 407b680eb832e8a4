import { expect, onTestFinished, test } from "vitest";
import { eventsRoute } from "../../../../app/server/routes/events.ts";
import { newVitals } from "../../../../app/server/vitals.ts";
import type { EventLog } from "../../../../connectors/event-log.ts";
import { createMemoryLog, give, taken } from "../../../../pipelines/testing.ts";
import { codecs } from "../../../../schemas/codec.ts";
import { topics } from "../../../../schemas/topics.ts";
import { aSearch } from "../../../support/events.ts";
import { servedRoutes } from "../../../support/served.ts";

/** A server over a log in memory, to be sent bodies. */
async function aShop({ role = "admin" as "admin" | "read" } = {}) {
  const log: EventLog = createMemoryLog();
  onTestFinished(() => log.close());
  await log.createTopics(topics);
  const vitals = { ...newVitals(), data: { log } as never };
  const tokens = { callerOf: (token: string) => (token === "secret" ? { name: "shop", role } : undefined) };
  const { app } = await servedRoutes([eventsRoute], { vitals }, { tokens: tokens as never });
  const post = async (payload: string | Buffer, type = "application/json", address = "/api/events") => {
    const headers = { "content-type": type, authorization: "Bearer secret" };
    const { statusCode, headers: told, body } = await app.inject({ method: "POST", url: address, headers, payload });
    return { status: statusCode, type: told["content-type"], again: told["retry-after"], body: JSON.parse(body) };
  };
  return { log, post };
}

const search = JSON.stringify({ topic: "searches", event: aSearch() });
const broken = JSON.stringify({ topic: "searches", event: { ...aSearch(), query: 5.5 } });
const accepted = { status: "accepted", topic: "searches", id: "s-1" };

test("events: the first sending is accepted, the second was known, and the log has one", async () => {
  const { log, post } = await aShop();
  expect(await post(search)).toMatchObject({
    status: 200,
    body: { accepted: 1, known: 0, refused: 0, events: [accepted] },
  });
  expect(await post(search)).toMatchObject({
    status: 200,
    body: { accepted: 0, known: 1, refused: 0, events: [{ ...accepted, status: "known" }] },
  });
  expect(await taken(log, "searches")).toEqual([aSearch()]);
});

test("events: of lines the good ones are taken, the bad ones are named", async () => {
  const { post } = await aShop();
  expect((await post(`${search}\n${broken}\n`, "application/x-ndjson; charset=utf-8")).body).toEqual({
    accepted: 1,
    known: 0,
    refused: 1,
    skipped: 0,
    events: [accepted, { status: "refused", reason: 'field "query" is 5.5; give a text' }],
  });
});

test("events: Avro, and a topic in the address", async () => {
  const { log, post } = await aShop();
  const wire = Buffer.from(codecs.searches.encode(aSearch()));
  expect(await post(wire, "application/avro")).toMatchObject({ status: 200, body: { accepted: 1 } });
  const address = "/api/events?topic=searches&source=my-shop";
  expect(await post(wire.subarray(5), "avro/binary", address)).toMatchObject({ status: 200, body: { known: 1 } });
  await post('{"eventId":"s-2","time":"2026-01-31","query":"tap","products":[]}', "application/json", address);
  expect((await taken(log, "searches")).map(({ eventId, source }) => [eventId, source])).toEqual([
    ["s-1", "test"],
    ["s-2", "my-shop"],
  ]);
});

const json = "application/json";
const refusals = [
  {
    what: "text",
    payload: search,
    type: "text/plain",
    status: 415,
    says: /^send the body with one of these as its content-type: application\/json, /,
  },
  { what: "no JSON", payload: "{", status: 400, says: /^not JSON: / },
  { what: "nothing", payload: "", status: 400, says: /^nothing was sent; send an event$/ },
  { what: "a bad event", payload: broken, status: 400, says: /^field "query" is 5.5; give a text$/ },
  { what: "bad events only", payload: `[${broken},${broken}]`, status: 400, says: /; 2 were sent and none was taken$/ },
  {
    what: "an unknown topic",
    payload: search,
    address: "/api/events?topic=scores",
    status: 400,
    says: /allowed values/,
  },
  { what: "too much", payload: " ".repeat(9 * 2 ** 20), status: 413, says: /too large/ },
];

test.for(refusals)("events: $what is refused with $status, and nothing is kept", async (sent) => {
  const { payload, type = json, address = "/api/events", status, says } = sent;
  const { log, post } = await aShop();
  const answer = await post(payload, type, address);
  expect(answer).toMatchObject({ status, type: "application/problem+json; charset=utf-8" });
  expect(answer.body.detail).toMatch(says);
  expect(await taken(log, "searches")).toEqual([]);
});

test("events: while too much waits, the sender is told when to come again", async () => {
  const { log, post } = await aShop();
  await give(
    log,
    "searches",
    Array.from({ length: 20_001 }, (_, i) => aSearch({ eventId: `${i}` })),
  );
  const answer = await post(search);
  expect(answer).toMatchObject({ status: 503, again: "2", body: { code: "BEHIND" } });
  expect(answer.body.detail).toBe(
    "20001 searches and labels wait to be processed, more than 20000; send again later, or run more stages",
  );
});

test("events: who may only read may not send", async () => {
  const { post } = await aShop({ role: "read" });
  expect(await post(search)).toMatchObject({ status: 403, body: { code: "FORBIDDEN" } });
});
