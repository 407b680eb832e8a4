import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { rowsOf } from "../../bench/support/account.ts";
import { endChildren, twinstream } from "../../bench/support/child.ts";
import { shopEvents, writeEvents } from "../../bench/support/shop-file.ts";

const folder = mkdtempSync(join(tmpdir(), "twinstream-"));
const file = join(folder, "shop.jsonl");
const events = shopEvents(0, 150, 30);
const userKey = { TWINSTREAM_USER_KEY: "a secret that all replays share" };
const place = "processed_at, topic_partition, topic_offset";

/** What tables hold, without the place in the log; the catalog is laid out by the day of processing. */
const contents = {
  searches: `SELECT * EXCLUDE (${place}) FROM searches`,
  scores: `SELECT * EXCLUDE (${place}) FROM scores`,
  labels: `SELECT * EXCLUDE (${place}) FROM labels`,
  interactions: `SELECT * EXCLUDE (${place}) FROM interactions`,
  catalog: `SELECT * EXCLUDE (${place}, day) FROM catalog_history`,
} as const;

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

/** A hash over the sorted rows of each table. */
async function hashes(data: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const [table, sql] of Object.entries(contents)) {
    const rows = (await rowsOf(join(data, "tables"), sql)).map((row) => JSON.stringify(row)).sort();
    found[table] = `${rows.length} rows ${createHash("sha256").update(rows.join("\n")).digest("hex")}`;
  }
  return found;
}

/** The sums of all parts of the evaluations, added up by model, source and slice. */
async function evaluations(data: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const sql = `SELECT * EXCLUDE (evaluation_id, time, day, ${place}) FROM evaluations`;
  const sums = new Map<string, readonly number[]>();
  for (const [model, source, slice, value, ...numbers] of await rowsOf(join(data, "tables"), sql)) {
    const key = [model, source, slice, value].join(" ");
    const part = numbers.flat() as readonly number[];
    sums.set(key, sums.get(key)?.map((sum, i) => sum + part[i]!) ?? part);
  }
  return sums;
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
  let first: { readonly tables: unknown; readonly sums: ReadonlyMap<string, readonly number[]> } | undefined;
  for (const [i, { fused, partitions, workers }] of variants.entries()) {
    const data = dataFolder(`data-${i}`);
    const words = ["--partitions", String(partitions), "--workers", String(workers), fused ? "--fused" : "--no-fused"];
    expect(await replay(data, ...words)).toMatchObject({ appended: events.length, known: 0 });
    const found = { tables: await hashes(data), sums: await evaluations(data) };
    first ??= found;
    const run = `fused ${fused}, ${partitions} partitions, ${workers} workers`;
    expect(found.tables, run).toEqual(first.tables);
    expect([...found.sums.keys()].sort(), run).toEqual([...first.sums.keys()].sort());
    for (const [key, sums] of found.sums) expectEqual(sums, first.sums.get(key)!, `${run}: ${key}`);
  }
  expect(Object.values(first!.tables as object).some((hash: string) => hash.startsWith("0 rows"))).toBe(false);
  expect(first!.sums.size).toBeGreaterThan(5);
}, 90_000);

/** Sums of equal numbers in another order differ in their last digits. */
function expectEqual(found: readonly number[], expected: readonly number[], what: string): void {
  expect(found.length, what).toBe(expected.length);
  found.forEach((value, i) => {
    const distance = Math.abs(value - expected[i]!);
    // A sum of errors of both signs may come out near 0: it is as exact as the errors are large.
    expect(distance, `${what}, number ${i}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected[i]!)));
  });
}

test("replay: a file again adds nothing, as new it adds every event under a new id", async () => {
  const data = dataFolder("again");
  await replay(data);
  const before = await hashes(data);
  expect(await replay(data)).toMatchObject({ appended: 0, known: events.length });
  expect(await hashes(data)).toEqual(before);
  const products = events.filter(({ topic }) => topic === "catalog").length;
  expect(await replay(data, "--as-new")).toMatchObject({ appended: events.length - products, known: products });
  const sql = "SELECT count(*), count(DISTINCT event_id) FROM searches";
  expect(await rowsOf(join(data, "tables"), sql)).toEqual([[300, 300]]);
  const rows = await rowsOf(join(data, "tables"), "SELECT count(*) AS rows FROM scores");
  expect(rows).toEqual([[2 * Number.parseInt(before.scores!, 10)]]);
}, 60_000);
