import { expect, onTestFinished, test } from "vitest";
import { createIntake, type SentEvents } from "../../../pipelines/intake/accept-events.ts";
import { createMemoryLog, createVirtualClock, give, taken } from "../../../pipelines/testing.ts";
import { codecs } from "../../../schemas/codec.ts";
import { topics } from "../../../schemas/topics.ts";
import { aCatalogProduct, anInteraction, aProduct, aSearch } from "../../support/events.ts";

const noon = Date.UTC(2026, 0, 31, 12);

async function anIntake({ maxBacklog = 100 } = {}) {
  const clock = createVirtualClock(noon);
  const log = createMemoryLog({ clock });
  onTestFinished(() => log.close());
  await log.createTopics(topics);
  return { log, clock, intake: createIntake({ log, clock, maxBacklog }) };
}

function json(value: unknown, rest: Partial<SentEvents> = {}): SentEvents {
  return { body: new TextEncoder().encode(JSON.stringify(value)), format: "json", ...rest };
}

test("accept: a list of all kinds, a bad one between them stops no other", async () => {
  const { log, intake } = await anIntake();
  const events = [
    { topic: "searches", event: aSearch() },
    { topic: "searches", event: { ...aSearch({ eventId: "s-2" }), query: "" } },
    { topic: "interactions", event: anInteraction() },
    { topic: "catalog", event: aCatalogProduct() },
  ];
  expect(await intake.accept(json(events))).toEqual({
    kind: "read",
    outcomes: [
      { status: "accepted", topic: "searches", id: "s-1" },
      { status: "refused", reason: "the query is empty" },
      { status: "accepted", topic: "interactions", id: anInteraction().eventId },
      { status: "accepted", topic: "catalog", id: `${aCatalogProduct().productId}@${aCatalogProduct().time}` },
    ],
  });
  expect(await taken(log, "searches")).toEqual([aSearch()]);
  expect(await taken(log, "interactions")).toEqual([anInteraction()]);
  expect(await taken(log, "catalog")).toEqual([aCatalogProduct()]);
});

test("accept: an id that is there already changes nothing, in one list or two", async () => {
  const { log, intake } = await anIntake();
  const first = aSearch({ eventId: "one" });
  const list = [first, aSearch({ eventId: "two" }), { ...first, query: "another" }];
  const statuses = async (sent: SentEvents) => {
    const answer = await intake.accept(sent);
    return answer.kind === "read" && answer.outcomes.map(({ status }) => status);
  };
  expect(await statuses(json(list, { topic: "searches" }))).toEqual(["accepted", "accepted", "known"]);
  expect(await statuses(json([aSearch({ eventId: "three" }), ...list], { topic: "searches" }))).toEqual([
    "accepted",
    "known",
    "known",
    "known",
  ]);
  expect((await taken(log, "searches")).map(({ eventId, query }) => [eventId, query])).toEqual([
    ["one", "oak shelf"],
    ["two", "oak shelf"],
    ["three", "oak shelf"],
  ]);
});

test("accept: what arrives without time, source and positions gets them", async () => {
  const { log, intake } = await anIntake();
  const products = [
    { productId: 100_012, title: "Oak shelf" },
    { productId: "p-2", title: "Pine shelf" },
  ];
  await intake.accept(json({ eventId: "s-1", query: "shelf", products }, { topic: "searches", source: "my-shop" }));
  const plain = aSearch({ eventId: "s-1", query: "shelf", source: "my-shop", sessionId: null, time: noon });
  expect(await taken(log, "searches")).toEqual([
    {
      ...plain,
      products: [
        aProduct({ productId: "100012", title: "Oak shelf", position: 1, price: null }),
        aProduct({ productId: "p-2", title: "Pine shelf", position: 2, price: null }),
      ],
    },
  ]);
});

test("accept: while the stages are behind nothing is taken, later it is", async () => {
  const { log, clock, intake } = await anIntake({ maxBacklog: 2 });
  await give(
    log,
    "searches",
    ["a", "b", "c"].map((eventId) => aSearch({ eventId })),
  );
  const sent = json(aSearch({ eventId: "d" }), { topic: "searches" });
  expect(await intake.accept(sent)).toMatchObject({
    kind: "busy",
    reason: "3 searches and labels wait to be processed, more than 2; send again later, or run more stages",
    retryAfterSeconds: 2,
  });
  const end = new AbortController();
  const stage = async () => {
    end.abort();
    return [];
  };
  await log.follow("searches", "tokenize", stage, { signal: end.signal });
  await clock.advance(250);
  expect(await intake.accept(sent)).toMatchObject({ kind: "read", outcomes: [{ status: "accepted" }] });
});

test("accept: nothing to read is told as that", async () => {
  const { intake } = await anIntake();
  const sent = { body: new Uint8Array([0x7b, 0xff]), format: "json" } as const;
  expect(await intake.accept(sent)).toEqual({
    kind: "unreadable",
    reason: "the bytes are not UTF-8; send JSON as UTF-8, or say in content-type what they are",
  });
});

test("accept: Avro in the wire format, with no topic named", async () => {
  const { log, intake } = await anIntake();
  const body = codecs.searches.encode(aSearch());
  expect(await intake.accept({ body, format: "avro" })).toEqual({
    kind: "read",
    outcomes: [{ status: "accepted", topic: "searches", id: "s-1" }],
  });
  expect(await taken(log, "searches")).toEqual([aSearch()]);
});

test("accept: UBI records, with titles from the catalog that was sent before; again they are known", async () => {
  const { log, intake } = await anIntake();
  await intake.accept(json({ topic: "catalog", event: { productId: "p-1", title: "Oak shelf" } }));
  const query = { query_id: "q-1", user_query: "shelf", query_response_hit_ids: ["p-1"], timestamp: noon };
  const sent = json([query, 5], { preset: "ubi" });
  const refused = { status: "refused", reason: expect.stringContaining("send ubi_queries and ubi_events") };
  expect(await intake.accept(sent)).toMatchObject({ outcomes: [{ status: "accepted", topic: "searches" }, refused] });
  expect(await intake.accept(sent)).toMatchObject({ outcomes: [{ status: "known" }, refused] });
  expect(await taken(log, "searches")).toMatchObject([{ query: "shelf", products: [{ title: "Oak shelf" }] }]);
});
