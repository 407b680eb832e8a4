import { expect, test } from "vitest";
import { eraseUserRoute } from "../../../../app/server/routes/erase-user.ts";
import { readTokens } from "../../../../app/server/tokens.ts";
import { newVitals, type OpenData } from "../../../../app/server/vitals.ts";
import { eraseUser } from "../../../../pipelines/erasure/erase-user.ts";
import { userHasher } from "../../../../pipelines/record/hash-user.ts";
import { createVirtualClock } from "../../../../pipelines/testing.ts";
import { keptAt, keptTables } from "../../../support/kept-tables.ts";
import { servedRoutes } from "../../../support/served.ts";

const tokens = readTokens("feed write feed-token-0123456789; boss admin boss-token-0123456789", "here");
const userKey = new Uint8Array(32);

/** A server over two searches of a visitor. */
async function shop() {
  const user_id = userHasher(userKey)("visitor/7");
  const tables = await keptTables({ searches: [{ user_id }, { user_id }] });
  const clock = createVirtualClock(keptAt + 1_000);
  const eraser = (id: string) => eraseUser(id, { folder: { path: tables, tables, userKey }, clock });
  const vitals = { ...newVitals(), data: { eraseUser: eraser } as OpenData };
  const { app, faults } = await servedRoutes([eraseUserRoute], { vitals, clock }, { tokens });
  const erase = async (id: string, name = "boss") => {
    const headers = { authorization: `Bearer ${name}-token-0123456789` };
    return app.inject({ method: "DELETE", url: `/api/users/${id}`, headers });
  };
  return { erase, faults };
}

test("DELETE /api/users/:id: says what is hidden, and what is left where until when", async () => {
  const { erase } = await shop();
  const answer = (await erase("visitor%2F7")).json();
  expect(answer).toEqual({
    user: expect.stringMatching(/^[0-9a-f]{16}$/),
    erasedAt: "2024-05-01T00:00:01.000Z",
    hidden: { searches: 2, scores: 0, labels: 0, interactions: 0, dead_letters: 0 },
    topics: expect.arrayContaining([{ topic: "searches", until: "2024-05-31T00:00:01.000Z" }]),
    notes: expect.arrayContaining([expect.stringContaining("dead_letters")]),
  });
  expect((await erase("visitor%2F7")).json()).toMatchObject({ hidden: { searches: 0 } });
});

test("DELETE /api/users/:id: for an admin, and for what can be an id", async () => {
  const { erase, faults } = await shop();
  expect((await erase("visitor-7", "feed")).json()).toMatchObject({ code: "FORBIDDEN" });
  expect((await erase("%20")).json()).toMatchObject({ code: "INVALID_REQUEST" });
  expect((await erase("x".repeat(201))).statusCode).toBeGreaterThanOrEqual(400);
  expect(faults).toEqual([]);
});
