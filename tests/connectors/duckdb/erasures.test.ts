import { join } from "node:path";
import { expect, test } from "vitest";
import { addErasure, erasuresMark, tablesOfUsers } from "../../../connectors/duckdb/erasures.ts";
import { openMemoryDatabase } from "../../../connectors/duckdb/memory-database.ts";
import { runSql } from "../../../connectors/duckdb/run-sql.ts";
import { writeDatabaseFile } from "../../../connectors/duckdb/views.ts";
import { keptAt, keptTables } from "../../support/kept-tables.ts";

const one = "0123456789abcdef";
const other = "fedcba9876543210";
const count = "SELECT event_id FROM interactions ORDER BY event_id";

async function eventIds(tablesFolder: string): Promise<readonly unknown[]> {
  const rows = [];
  for await (const chunk of (await runSql({ tablesFolder, sql: count })).chunks) rows.push(...chunk.flat());
  return rows;
}

async function visits(): Promise<string> {
  const users = [one, other, null, one];
  return keptTables({ interactions: users.map((user_id, i) => ({ user_id, event_id: `e${i}` })) });
}

test("addErasure: the rows of the user until then are hidden at once, nobody else's, nor later ones", async () => {
  const folder = await visits();
  expect(await erasuresMark(folder)).toBeUndefined();
  await addErasure(folder, one, keptAt + 2);
  expect(await eventIds(folder)).toEqual(["e1", "e2", "e3"]);
  const before = await erasuresMark(folder);
  await addErasure(folder, one, keptAt + 3);
  expect(await eventIds(folder)).toEqual(["e1", "e2"]);
  expect(await erasuresMark(folder)).not.toBe(before);
});

test("addErasure: the views for other programs hide them too, those that were written before as well", async () => {
  const folder = await visits();
  const file = join(folder, "views.duckdb");
  await writeDatabaseFile(file, folder);
  await addErasure(folder, one, keptAt + 3);
  const { connection, close } = await openMemoryDatabase();
  await connection.run(`ATTACH '${file}' AS views (READ_ONLY)`);
  const rows = await connection.runAndReadAll(`USE views; ${count}`);
  close();
  expect(rows.getRows()).toEqual([["e1"], ["e2"]]);
});

test("tablesOfUsers: those with a user_id", () => {
  expect(tablesOfUsers).toEqual(["searches", "scores", "labels", "interactions", "dead_letters"]);
});
