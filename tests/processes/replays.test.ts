import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { rowsOf } from "../../bench/support/account.ts";
import { endChildren, twinstream } from "../../bench/support/child.ts";
import { shopEvents, writeEvents } from "../../bench/support/shop-file.ts";
import { expectSameTables, type TableContents, tableContents, tableHashes } from "../support/table-contents.ts";

const folder = mkdtempSync(join(tmpdir(), "twinstream-"));
const file = join(folder, "shop.jsonl");
const events = shopEvents(0, 80, 20);
const userKey = { TWINSTREAM_USER_KEY: "a secret that all replays share" };

beforeAll(async () => {
  writeEvents(file, events);
  await twinstream(["train", "ridge", "--from", file, "--preset", "events", "--data", join(folder, "trained")]);
});
afterEach(endChildren);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A data folder that holds the trained model and no log yet. */
function dataFolder(name: string): string {
  const data = join(folder, name);
  cpSync(join(folder, "trained", "twinstream.json"), join(data, "twinstream.json"));
  cpSync(join(folder, "trained", "models"), join(data, "models"), { recursive: true });
  return data;
}

async function replay(data: string, ...words: readonly string[]): Promise<unknown> {
  const common = ["--preset", "events", "--model", "ridge-1", "--data", data, "--json"];
  return JSON.parse(await twinstream(["replay", file, ...common, ...words], userKey));
}

/** Every two settings meet; the first one runs twice. */
const variants = [
  { fused: false, partitions: 4, workers: 2 },
  { fused: false, partitions: 4, workers: 2 },
  { fused: false, partitions: 1, workers: 0 },
  { fused: true, partitions: 1, workers: 2 },
  { fused: true, partitions: 4, workers: 0 },
] as const;

test("replay: the same input and model give the same tables, however it is run", async () => {
  let first: TableContents | undefined;
  for (const [i, { fused, partitions, workers }] of variants.entries()) {
    const data = dataFolder(`data-${i}`);
    const words = ["--partitions", String(partitions), "--workers", String(workers), fused ? "--fused" : "--no-fused"];
    expect(await replay(data, ...words)).toMatchObject({ appended: events.length, known: 0 });
    const found = await tableContents(data);
    first ??= found;
    expectSameTables(found, first, `fused ${fused}, ${partitions} partitions, ${workers} workers`);
  }
  expect(Object.values(first!.tables).some((hash) => hash.startsWith("0 rows"))).toBe(false);
  expect(first!.sums.size).toBeGreaterThan(5);
});

test("replay: a file again adds nothing, as new it adds every event under a new id", async () => {
  const data = dataFolder("again");
  await replay(data);
  const before = await tableHashes(data);
  expect(await replay(data)).toMatchObject({ appended: 0, known: events.length });
  expect(await tableHashes(data)).toEqual(before);
  const products = events.filter(({ topic }) => topic === "catalog").length;
  expect(await replay(data, "--as-new")).toMatchObject({ appended: events.length - products, known: products });
  const sql = "SELECT count(*), count(DISTINCT event_id) FROM searches";
  expect(await rowsOf(join(data, "tables"), sql)).toEqual([[160, 160]]);
  const rows = await rowsOf(join(data, "tables"), "SELECT count(*) AS rows FROM scores");
  expect(rows).toEqual([[2 * Number.parseInt(before.scores!, 10)]]);
});
