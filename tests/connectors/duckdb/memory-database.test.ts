import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { asCopying, identifier, openMemoryDatabase, quoted } from "../../../connectors/duckdb/memory-database.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** A sort of some 80 MB. */
const large = "CREATE TABLE sorted AS SELECT hash(range) AS a, 'x' || range AS b FROM range(3000000) ORDER BY a";

test("openMemoryDatabase: what does not fit into memory goes to the folder that is named, and to none if none is", async () => {
  const spill = join(temporaryFolder(), "spill");
  const spilling = await openMemoryDatabase({ memory: "50MB", spill });
  await spilling.connection.run(large);
  expect(readdirSync(spill).length).toBeGreaterThan(0);
  spilling.close();
  const database = await openMemoryDatabase({ memory: "50MB", spill: "" });
  await expect(database.connection.run(large)).rejects.toThrow("Out of Memory");
  database.close();
});

test("openMemoryDatabase: times are UTC, and a text and a name can't leave their quotes", async () => {
  const database = await openMemoryDatabase();
  const sql = `SELECT current_setting('TimeZone') AS zone, ${quoted("it's")} AS ${identifier('a "b"')}`;
  expect((await database.connection.runAndReadAll(sql)).getRowObjects()).toEqual([{ zone: "UTC", 'a "b"': "it's" }]);
  database.close();
});

test("asCopying: a full disk is FOLDER_UNWRITABLE, anything else passes", async () => {
  const failing = (message: string) => asCopying("rows.parquet", () => Promise.reject(new Error(message)));
  await expect(failing("IO Error: No space left on device")).rejects.toMatchObject({ code: "FOLDER_UNWRITABLE" });
  await expect(failing("Binder Error: no")).rejects.toThrow("Binder Error: no");
});
