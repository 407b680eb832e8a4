import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test } from "vitest";
import { endChildren, startScript, twinstream } from "../../bench/support/child.ts";
import { shopEvents } from "../../bench/support/shop-file.ts";
import { systemClock } from "../../connectors/clock.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { inBatches } from "../../pipelines/batches.ts";
import { feed } from "../../pipelines/feed.ts";
import { openLog } from "../../pipelines/log-place.ts";
import { askBucket, offsetsBelow, offsetsSql, shop } from "../connectors/duckdb/bucket.ts";
import { startObjectServer } from "../support/object-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

afterEach(endChildren);

const rowsPerRange = 2;

/** A writer of scores, each range of two rows, that merges after each ninth and ends at offset `end`. */
function writerScript(): string {
  const built = (path: string) => JSON.stringify(pathToFileURL(join(process.cwd(), "dist/connectors", path)).href);
  const path = join(temporaryFolder(), "writer.mjs");
  writeFileSync(
    path,
    `import { systemClock } from ${built("clock.js")};
import { openObjectTables } from ${built("duckdb/object-ranges.js")};
import { openS3Store } from ${built("objects/s3-store.js")};
const end = Number(process.argv[2]);
const objects = openS3Store({ address: ${JSON.stringify(shop)} });
const tables = await openObjectTables({ objects, clock: systemClock, grace: 0 });
for (let round = 1; ; round++) {
  const at = (await tables.nextOffset("scores", "model-scores", 1)) ?? 0;
  if (at >= end) break;
  const rows = Array.from({ length: ${rowsPerRange} }, (_, i) => ({ offset: at + i, processedAt: 0, row: { time: 0 } }));
  const source = { topic: "model-scores", partition: 1, firstOffset: at, lastOffset: at + ${rowsPerRange - 1} };
  await tables.keep("scores", source, rows);
  if (round % 9 === 0) await tables.compact();
}
await tables.close();
`,
  );
  return path;
}

test("object tables: a writer killed before and after each of its requests loses nothing and doubles nothing", async () => {
  const server = await startObjectServer();
  const script = writerScript();
  const kills = { before: 0, after: 0 };
  const end = 60;
  for (let request = 1; request <= 10; request++) {
    for (const moment of ["before", "after"] as const) {
      const first = server.seen.length;
      const child = startScript(script, [String(end)]);
      const kill = async () => {
        if (server.seen.length - first !== request || !child.isAlive()) return undefined;
        await child.kill();
        kills[moment] += 1;
        return undefined;
      };
      server.before = moment === "before" ? kill : () => undefined;
      server.after = moment === "after" ? async () => void (await kill()) : () => {};
      await child.ended.catch(() => {});
      server.before = () => undefined;
      server.after = () => {};
      const [[kept]] = (await askBucket(offsetsSql)) as [[number[] | null]];
      expect([[kept ?? []]], `killed ${moment} request ${request}`).toEqual(offsetsBelow(kept?.length ?? 0));
    }
  }
  expect(kills).toEqual({ before: 10, after: 10 });
  await startScript(script, [String(end)]).ended;
  expect(await askBucket(offsetsSql)).toEqual(offsetsBelow(end));
});

test("object tables: run records into a bucket, killed and again, and sql and train read it", async () => {
  const server = await startObjectServer();
  const data = join(temporaryFolder(), "data");
  const events = shopEvents(0, 300, 0);
  const log = await openLog({ engine: "embedded" }, (await openDataFolder(data)).log, { partitions: 2 });
  await feed(log, inBatches(events, 50), {
    clock: systemClock,
    signal: new AbortController().signal,
    maxBacklog: Number.POSITIVE_INFINITY,
  });
  await log.close();
  const words = ["run", "--drain", "--quiet", "--tables", shop, "--data", data];
  const child = startScript("dist/program/main.js", words);
  let puts = 0;
  server.after = async ({ method }) => {
    if (method === "PUT" && ++puts === 3) await child.kill();
  };
  await child.ended.catch(() => {});
  expect(puts).toBe(3);
  await twinstream(words);
  const searches = events.filter(({ topic }) => topic === "searches").length;
  const sql = "SELECT count(*) AS rows, count(DISTINCT event_id) AS searches FROM searches";
  const elsewhere = join(temporaryFolder(), "analyst");
  const asked = await twinstream(["sql", sql, "--json", "--tables", shop, "--data", elsewhere]);
  expect(JSON.parse(asked)).toEqual([{ rows: searches, searches }]);
  const local = JSON.parse(
    await twinstream(["sql", "SELECT count(*) AS rows FROM searches", "--json", "--data", data]),
  );
  expect(local, "nothing goes into the data folder").toEqual([{ rows: 0 }]);
  const trained = await twinstream(["train", "mean", "--json", "--tables", shop, "--data", data]);
  expect(JSON.parse(trained)).toMatchObject({ kind: "mean" });
});
