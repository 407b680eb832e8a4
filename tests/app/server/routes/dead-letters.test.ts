import { expect, test } from "vitest";
import { apiRoutes } from "../../../../app/server/routes/index.ts";
import { readTokens } from "../../../../app/server/tokens.ts";
import { newVitals, type OpenData } from "../../../../app/server/vitals.ts";
import { addErasure, erasedUsers } from "../../../../connectors/duckdb/erasures.ts";
import { erasedLetters } from "../../../../pipelines/dead-letters/erased-letters.ts";
import { knownErasures } from "../../../../pipelines/erasure/erased-users.ts";
import { userHasher } from "../../../../pipelines/record/hash-user.ts";
import { codecs } from "../../../../schemas/codec.ts";
import { aDeadLog, type Died } from "../../../support/dead-letters.ts";
import { aSearch } from "../../../support/events.ts";
import { servedRoutes } from "../../../support/served.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const tokens = readTokens("page read page-token-0123456789; feed write feed-token-0123456789", "here");

/** A server over these letters, asked as who may write unless said. */
async function shop(died: readonly Died[], more: Partial<OpenData> = {}) {
  const { log, clock } = await aDeadLog(died);
  const vitals = { ...newVitals(), data: { log, ...more } as OpenData };
  const { app, faults } = await servedRoutes(apiRoutes, { vitals, clock }, { tokens });
  const ask = async (asked: string, payload?: object, name = "feed") => {
    const [method, url] = asked.split(" ") as ["GET" | "POST", string];
    const headers = { authorization: `Bearer ${name}-token-0123456789` };
    const answer = await app.inject({ method, url: `/api/dead-letters${url}`, payload, headers });
    return { status: answer.statusCode, ...answer.json() };
  };
  return { ask, faults };
}

const several: readonly Died[] = [
  { offset: 1, error: "3 bytes are too short" },
  { offset: 2, error: "4 bytes are too short" },
  { offset: 3, stage: "score", error: "no model" },
];

test("/api/dead-letters: pages follow each other, by what letters died of as well", async () => {
  const { ask } = await shop(several);
  const first = await ask("GET ?limit=2", undefined, "page");
  expect(first).toMatchObject({ status: 200, letters: [{ id: "searches-0-3" }, { id: "searches-0-2", bytes: 3 }] });
  expect(await ask(`GET ?limit=2&cursor=${first.next}`)).toMatchObject({ letters: [{ offset: 1 }], next: null });
  const { reasons } = await ask("GET /reasons");
  expect(reasons).toMatchObject([{ reason: "# bytes are too short", letters: 2 }, { reason: "no model" }]);
  const query = new URLSearchParams({ stage: "decode", topic: "searches", reason: reasons[0].reason });
  expect((await ask(`GET ?${query}`)).letters.map(({ offset }: { offset: number }) => offset)).toEqual([2, 1]);
});

test("/api/dead-letters: where nothing died it says since when", async () => {
  const { ask } = await shop([]);
  expect(await ask("GET ")).toEqual({
    status: 200,
    letters: [],
    next: null,
    looked: 0,
    since: 5_000 - 90 * 86_400_000,
  });
});

test("/api/dead-letters/:id: bytes that are no event are told as bytes", async () => {
  const { ask } = await shop(several);
  expect(await ask("GET /searches-0-1", undefined, "page")).toMatchObject({
    ...{ kind: "bytes", event: null, schemaId: null, hex: "010203", isFixable: true, headers: {} },
    fault: { at: 0, path: "", why: "3 bytes are too short for a record" },
  });
});

test("/api/dead-letters/:id/fix: says which field is wrong, then sends once", async () => {
  const { ask } = await shop(several);
  const event = aSearch();
  const wrong = await ask("POST /searches-0-1/fix", { event: { ...event, products: [{ productId: "p" }] } });
  const where = "body/event/products/0/title";
  expect(wrong).toMatchObject({ status: 400, code: "INVALID_REQUEST", faults: [{ where }] });
  expect(await ask("POST /searches-0-1/fix", { event: 7 })).toMatchObject({ faults: [{ where: "body/event" }] });
  expect(await ask("POST /searches-0-1/fix", { event, isTrial: true })).toMatchObject({ status: "sound" });
  expect(await ask("POST /searches-0-1/fix", { event })).toEqual({ status: "sent", topic: "searches", eventId: "s-1" });
  expect(await ask("POST /searches-0-1/fix", { event })).toMatchObject({ status: "known" });
});

test("/api/dead-letters/replay: some, of a kind, or all, each once", async () => {
  const { ask } = await shop(several);
  const ids = ["searches-0-1", "searches-0-9"];
  const some = await ask("POST /replay", { ids });
  expect(some).toEqual({ status: 200, found: 1, sent: 1, unknown: ["searches-0-9"], next: null });
  expect(await ask("POST /replay", { reason: "# bytes are too short" })).toMatchObject({ found: 2, sent: 1 });
  expect(await ask("POST /replay", { all: true })).toMatchObject({ found: 3, sent: 1 });
});

test.for([
  ["GET /searches-0-9", undefined, { status: 404, code: "NO_SUCH_LETTER" }],
  ["POST /searches-0-9/fix", { event: {} }, { status: 404, code: "NO_SUCH_LETTER" }],
  ["POST /searches-0-1/fix", {}, { status: 400, code: "INVALID_REQUEST" }],
  ["GET ?cursor=1.x", undefined, { status: 400, code: "INVALID_REQUEST" }],
  ["POST /replay", {}, { status: 400, code: "INVALID_REQUEST" }],
  ["POST /replay", { all: true, stage: "score" }, { status: 400, code: "INVALID_REQUEST" }],
] as const)("%s %j is refused", async ([asked, payload, told]) => {
  const { ask, faults } = await shop(several);
  expect([await ask(asked, payload), faults]).toMatchObject([told, []]);
});

test("dead letters: who may only read may send nothing", async () => {
  const { ask } = await shop(several);
  for (const asked of ["POST /replay", "POST /searches-0-1/fix"])
    expect(await ask(asked, { all: true }, "page")).toMatchObject({ status: 403, code: "FORBIDDEN" });
});

test("/api/dead-letters: those of a user who was erased are there for nobody, later ones are", async () => {
  const tables = temporaryFolder();
  const hashUser = userHasher(new Uint8Array(32));
  const value = codecs.searches.encode(aSearch({ userId: "visitor-7" }));
  const died = [{ offset: 1, value }, { offset: 2 }, { offset: 3, value }];
  const erased = knownErasures(
    () => erasedUsers(tables),
    async () => hashUser,
  );
  const { ask, faults } = await shop(died, { erasedLetters: async () => erasedLetters(await erased()) });
  const offsets = async () => (await ask("GET ")).letters.map(({ offset }: { offset: number }) => offset);
  expect(await offsets()).toEqual([3, 2, 1]);
  await addErasure(tables, hashUser("visitor-7"), 5_999);
  expect(await offsets()).toEqual([3, 2]);
  expect((await ask("GET /reasons")).reasons).toMatchObject([{ letters: 2 }]);
  expect(await ask("GET /searches-0-1")).toMatchObject({ code: "NO_SUCH_LETTER" });
  expect(await ask("POST /searches-0-1/fix", { event: {} })).toMatchObject({ code: "NO_SUCH_LETTER" });
  const ids = ["searches-0-1", "searches-0-3"];
  expect(await ask("POST /replay", { ids })).toMatchObject({ found: 1, unknown: ["searches-0-1"] });
  expect(faults).toEqual([]);
});
