import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { erasedUsersOf, userEraser } from "../../app/user-eraser.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { userHasher } from "../../pipelines/record/hash-user.ts";
import { askBucket, openBucket, shop, source } from "../connectors/duckdb/bucket.ts";
import { placedRow } from "../connectors/duckdb/rows.ts";
import { startObjectServer } from "../support/object-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("userEraser: takes a user out of tables in object storage, by the key of the data folder", async () => {
  await startObjectServer();
  const data = join(temporaryFolder(), "data");
  const { userKey, databaseFile } = await openDataFolder(data);
  const tables = await openBucket();
  const users = ["visitor-7", "visitor-8"].map(userHasher(userKey));
  const rows = users.map((user_id, i) => placedRow("searches", i, { event_id: `s${i}`, user_id }));
  await tables.keep("searches", source(0, 1), rows);
  const erase = userEraser({ data, tables: shop });
  expect(await erase("visitor-7")).toMatchObject({ user: users[0], hidden: { searches: 1, interactions: 0 } });
  expect(await erase("visitor-7")).toMatchObject({ hidden: { searches: 0 } });
  expect(await askBucket("SELECT event_id FROM searches")).toEqual([["s1"]]);
  expect(existsSync(databaseFile)).toBe(false);
  const erased = erasedUsersOf({ data, tables: shop });
  const isErased = await erased();
  expect(["visitor-7", "visitor-8"].map((user) => isErased(user, 1))).toEqual([true, false]);
  expect(await erased()).toBe(isErased);
});
