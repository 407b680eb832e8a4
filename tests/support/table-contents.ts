import { createHash } from "node:crypto";
import { join } from "node:path";
import { expect } from "vitest";
import { rowsOf } from "../../bench/support/account.ts";

const place = "processed_at, topic_partition, topic_offset";

/** What tables hold, without the place in the log; the catalog is laid out by the day of processing. */
const contents = {
  searches: `SELECT * EXCLUDE (${place}) FROM searches`,
  scores: `SELECT * EXCLUDE (${place}) FROM scores`,
  labels: `SELECT * EXCLUDE (${place}) FROM labels`,
  interactions: `SELECT * EXCLUDE (${place}) FROM interactions`,
  catalog: `SELECT * EXCLUDE (${place}, day) FROM catalog_history`,
} as const;

/** What the tables of a data folder hold, wherever in the log it came from. */
export interface TableContents {
  /** Of each table the number of its rows and a hash over them, sorted. */
  readonly tables: Readonly<Record<string, string>>;
  /** The sums of all parts of the evaluations, added up by model, source and slice. */
  readonly sums: ReadonlyMap<string, readonly number[]>;
}

/** Reads what the tables of a data folder hold. */
export async function tableContents(data: string): Promise<TableContents> {
  return { tables: await tableHashes(data), sums: await evaluations(data) };
}

/** A hash over the sorted rows of each table. */
export async function tableHashes(data: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const [table, sql] of Object.entries(contents)) {
    const rows = (await rowsOf(join(data, "tables"), sql)).map((row) => JSON.stringify(row)).sort();
    found[table] = `${rows.length} rows ${createHash("sha256").update(rows.join("\n")).digest("hex")}`;
  }
  return found;
}

/** Expects equal rows in every table and equal sums; sums of equal numbers in another order differ in their last digits. */
export function expectSameTables(found: TableContents, expected: TableContents, run: string): void {
  expect(found.tables, run).toEqual(expected.tables);
  expect([...found.sums.keys()].sort(), run).toEqual([...expected.sums.keys()].sort());
  for (const [key, sums] of found.sums) expectEqual(sums, expected.sums.get(key)!, `${run}: ${key}`);
}

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

function expectEqual(found: readonly number[], expected: readonly number[], what: string): void {
  expect(found.length, what).toBe(expected.length);
  found.forEach((value, i) => {
    const distance = Math.abs(value - expected[i]!);
    // A sum of errors of both signs may come out near 0: it is as exact as the errors are large.
    expect(distance, `${what}, number ${i}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected[i]!)));
  });
}
