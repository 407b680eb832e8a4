import { expect, test } from "vitest";
import { addObjectErasure } from "../../../connectors/duckdb/object-erasures.ts";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import { openS3Store } from "../../../connectors/objects/s3-store.ts";
import { startObjectServer } from "../../support/object-server.ts";
import { askBucket, day, openBucket, shop, source } from "./bucket.ts";
import { placedRow } from "./rows.ts";

const [one, other] = ["0123456789abcdef", "fedcba9876543210"];
const usersSql = "SELECT list(user_id ORDER BY topic_offset) FROM interactions";
const hour = 3_600_000;

/** A bucket with a link for each user, and a clock long after. */
async function aBucket(users: readonly string[]) {
  const server = await startObjectServer();
  const clock = createVirtualClock(day + 2 * hour);
  const tables = await openBucket({ clock });
  for (const [i, user_id] of users.entries())
    await tables.keep("interactions", source(i, i), [placedRow("interactions", i, { user_id, time: day })]);
  const erase = async (user: string, until: number) => {
    const objects = openS3Store({ address: shop });
    await addObjectErasure(objects, user, until);
    objects.close();
  };
  const keys = (part: string) => [...server.objects.keys()].filter((key) => key.startsWith(`shop/twin/${part}`));
  return { server, tables, erase, keys, clock };
}

test("object erasures: hidden from every mirror at once, and taken out of the objects by the next compaction", async () => {
  const { server, tables, erase, keys } = await aBucket([one, other, one]);
  await erase(one, day + 1);
  expect(await askBucket(usersSql)).toEqual([[[other, one]]]); // the last was sent later: who comes back has new rows
  const before = new Map(server.objects);
  expect(await tables.compact()).toEqual({ merged: 1, written: 1, removed: 0 });
  const changed = keys("interactions/").filter((key) => server.objects.get(key) !== before.get(key));
  expect(changed).toEqual(["shop/twin/interactions/model-scores-1/0-0000000000000000.parquet"]);
  expect(server.objects.get(changed[0]!)!.labels).toEqual(before.get(changed[0]!)!.labels);
  expect(await askBucket(usersSql)).toEqual([[[other, one]]]);
  await tables.keep("interactions", source(3, 3), []);
  expect(await (await openBucket()).nextOffset("interactions", "model-scores", 1)).toBe(4);
});

test("object erasures: what is done is not done again by anybody", async () => {
  const { server, tables, erase, keys, clock } = await aBucket([one, other]);
  await erase(one, day + 1);
  await tables.compact();
  await tables.compact();
  expect(keys("erased-done/")).toEqual([`shop/twin/erased-done/${one}-000${day + 1}`]);
  server.seen.length = 0;
  await (await openBucket({ clock })).compact();
  expect(server.seen.filter(({ method, key }) => method === "GET" && key.includes("interactions"))).toEqual([]);
});

test("object erasures: merging leaves the rows out", async () => {
  const { server, tables, erase, keys } = await aBucket([one, ...Array.from({ length: 15 }, () => other)]);
  await erase(one, day + 1);
  await tables.compact();
  const merged = keys("interactions/model-scores-1/1-");
  expect(merged).toHaveLength(1);
  server.objects.delete(keys("erased/")[0]!);
  expect(await askBucket(usersSql)).toEqual([[Array.from({ length: 15 }, () => other)]]);
});
