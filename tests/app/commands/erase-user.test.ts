import { join } from "node:path";
import { expect, test } from "vitest";
import { openParquetStore } from "../../../connectors/duckdb/parquet-store.ts";
import { runSql } from "../../../connectors/duckdb/run-sql.ts";
import { openEmbeddedLog } from "../../../connectors/embedded/embedded-log.ts";
import { openDataFolder } from "../../../connectors/files/data-folder.ts";
import { userHasher } from "../../../pipelines/record/hash-user.ts";
import { createVirtualClock } from "../../../pipelines/testing.ts";
import { codecs } from "../../../schemas/codec.ts";
import { topics } from "../../../schemas/topics.ts";
import { placedRow } from "../../connectors/duckdb/rows.ts";
import { run, workingFolder } from "../../support/command.ts";
import { bury } from "../../support/dead-letters.ts";
import { aSearch } from "../../support/events.ts";

const folder = workingFolder();
const day = Date.UTC(2024, 4, 1);

async function twoSearches() {
  const { tables, userKey } = await openDataFolder(join(folder, "data"));
  const store = await openParquetStore({ folder: tables, clock: createVirtualClock(day) });
  const rows = ["visitor-7", "visitor-8"].map((user, offset) =>
    placedRow("searches", offset, { event_id: user, user_id: userHasher(userKey)(user), time: day }),
  );
  await store.keep("searches", { topic: "searches", partition: 0, firstOffset: 0, lastOffset: 1 }, rows);
  await store.close();
  return tables;
}

test("erase-user: takes the rows out, and says how many, and what topics may still hold", async () => {
  const tables = await twoSearches();
  const { code, stdout } = await run(["erase-user", "visitor-7"], folder);
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^searches +1$/m) });
  expect(stdout).toMatch(/^interactions +\d{4}-\d{2}-\d{2}T/m);
  const left = [];
  for await (const rows of (await runSql({ tablesFolder: tables, sql: "SELECT event_id FROM searches" })).chunks)
    left.push(...rows);
  expect(left).toEqual([["visitor-8"]]);
});

test("dead-letters: those of an erased user are not there, as over HTTP", async () => {
  const { log: logFolder } = await openDataFolder(join(folder, "data"));
  const log = await openEmbeddedLog({ folder: logFolder, partitions: 1 });
  await log.createTopics(topics);
  for (const [offset, userId] of ["visitor-7", "visitor-8"].entries())
    await bury(log, { offset, value: codecs.searches.encode(aSearch({ userId })) });
  await log.close();
  await run(["erase-user", "visitor-7"], folder);
  const { stdout } = await run(["dead-letters", "list", "--json"], folder);
  expect(JSON.parse(stdout)).toMatchObject([{ id: "searches-0-1" }]);
  const { stderr } = await run(["dead-letters", "show", "searches-0-0"], folder);
  expect(stderr).toContain('there is no dead letter "searches-0-0"');
});
