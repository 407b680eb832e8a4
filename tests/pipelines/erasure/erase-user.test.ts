import { expect, test } from "vitest";
import { eraseUser } from "../../../pipelines/erasure/erase-user.ts";
import { userHasher } from "../../../pipelines/record/hash-user.ts";
import { createVirtualClock } from "../../../pipelines/testing.ts";
import { keptAt, keptTables } from "../../support/kept-tables.ts";

const userKey = new Uint8Array(32);
const day = 86_400_000;

test("eraseUser: says what is hidden, and until when topics may hold what was sent", async () => {
  const user = userHasher(userKey)("visitor-7");
  const tables = await keptTables({
    searches: [{ user_id: user }, { user_id: "0".repeat(16) }],
    interactions: [{ user_id: user }, { user_id: user }],
    dead_letters: [{ user_id: user }, { user_id: null }],
  });
  const clock = createVirtualClock(keptAt + day);
  const erasure = await eraseUser("visitor-7", { folder: { path: tables, tables, userKey }, clock });
  expect(erasure).toEqual({
    user,
    erasedAt: keptAt + day,
    hidden: { searches: 1, scores: 0, labels: 0, interactions: 2, dead_letters: 1 },
    topics: [
      { topic: "searches", until: keptAt + 31 * day },
      { topic: "labels", until: keptAt + 31 * day },
      { topic: "tokens", until: keptAt + 2 * day },
      { topic: "embeddings", until: keptAt + 2 * day },
      { topic: "scores", until: keptAt + 8 * day },
      { topic: "interactions", until: keptAt + 31 * day },
      { topic: "dead-letters", until: keptAt + 91 * day },
    ],
  });
  const again = await eraseUser("visitor-7", { folder: { path: tables, tables, userKey }, clock });
  expect(again.hidden).toEqual({ searches: 0, scores: 0, labels: 0, interactions: 0, dead_letters: 0 });
});

test("eraseUser: what is no id is refused", async () => {
  const options = { folder: { path: "nowhere", tables: "nowhere", userKey }, clock: createVirtualClock(0) };
  await expect(eraseUser("", options)).rejects.toMatchObject({ code: "WRONG_USAGE" });
});
