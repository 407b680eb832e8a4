import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ErasedFiles } from "../../../connectors/duckdb/erased-files.ts";
import { addErasure } from "../../../connectors/duckdb/erasures.ts";
import { openMemoryDatabase } from "../../../connectors/duckdb/memory-database.ts";
import { openParquetStore } from "../../../connectors/duckdb/parquet-store.ts";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { placedRow } from "./rows.ts";

const one = "0123456789abcdef";
const other = "fedcba9876543210";
const day = Date.UTC(2024, 4, 1);

/** Three files of two rows each, the second without a row of the first user. */
async function aStore() {
  const folder = temporaryFolder();
  const clock = createVirtualClock(day);
  const store = await openParquetStore({ folder, clock, grace: 60_000 });
  onTestFinished(() => store.close());
  const users = [one, other, other, other, one, one];
  for (const first of [0, 2, 4]) {
    const rows = [first, first + 1].map((i) => placedRow("interactions", i, { user_id: users[i]!, time: day }));
    await store.keep(
      "interactions",
      { topic: "interactions", partition: 0, firstOffset: first, lastOffset: first + 1 },
      rows,
    );
  }
  return { folder, clock, store };
}

/** The users in each file as it lies on the disk. */
async function usersInFiles(folder: string): Promise<readonly unknown[]> {
  const files = readdirSync(join(folder, "interactions/day=2024-05-01")).sort();
  const { connection, close } = await openMemoryDatabase();
  const found = [];
  for (const file of files) {
    const sql = `SELECT user_id FROM '${join(folder, "interactions/day=2024-05-01", file)}'`;
    found.push((await connection.runAndReadAll(sql)).getRows().flat());
  }
  close();
  return found;
}

test("compaction: files with rows of who was erased are written anew without them, and go after their grace", async () => {
  const { folder, clock, store } = await aStore();
  await addErasure(folder, one, day + 10);
  expect(await store.compact()).toEqual({ merged: 2, written: 2, removed: 0 });
  expect(await store.compact()).toEqual({ merged: 0, written: 0, removed: 0 });
  await clock.advance(70_000);
  expect(await store.compact()).toEqual({ merged: 0, written: 0, removed: 2 });
  expect(await usersInFiles(folder)).toEqual([[other], [other, other], []]);
});

test("ErasedFiles: a file is looked into once, and again after the next erasure", async () => {
  const { folder } = await aStore();
  const files = new ErasedFiles(folder);
  const firsts = async () => (await files.find("interactions")).map(({ part }) => part.first);
  expect(await firsts()).toEqual([]);
  await addErasure(folder, one, day + 10);
  expect(await firsts()).toEqual([0, 4]);
  await addErasure(folder, other, day + 10);
  expect(await firsts()).toEqual([0, 2, 4]);
  expect(await files.find("catalog")).toEqual([]);
});

test("ErasedFiles: a file of before its table had users holds nobody's rows", async () => {
  const { folder, store } = await aStore();
  const source = { topic: "dead-letters", partition: 0, firstOffset: 0, lastOffset: 0 };
  await store.keep("dead_letters", source, [placedRow("dead_letters", 0, { user_id: one, time: day })]);
  await addErasure(folder, one, day + 10);
  const files = async () => (await new ErasedFiles(folder).find("dead_letters")).length;
  expect(await files()).toBe(1);
  const [file] = (readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
    /^dead_letters.*parquet$/.test(name),
  );
  const path = join(folder, file!);
  const { connection, close } = await openMemoryDatabase();
  await connection.run(
    `CREATE TABLE old AS SELECT * EXCLUDE user_id FROM read_parquet('${path}', hive_partitioning = false)`,
  );
  await connection.run(`COPY old TO '${path}' (FORMAT parquet)`);
  close();
  expect(await files()).toBe(0);
});
