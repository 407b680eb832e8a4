import { onTestFinished } from "vitest";
import { type Clock, systemClock } from "../../../connectors/clock.ts";
import { mirrorTables } from "../../../connectors/duckdb/mirror.ts";
import { openObjectTables } from "../../../connectors/duckdb/object-ranges.ts";
import { runSql, type SqlRow } from "../../../connectors/duckdb/run-sql.ts";
import type { FeatureStore } from "../../../connectors/feature-store.ts";
import { openS3Store } from "../../../connectors/objects/s3-store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { placedRow } from "./rows.ts";

/** Midnight of 1 May 2024 UTC. */
export const day = Date.UTC(2024, 4, 1);

/** The address that these tests keep their tables at, unless they say another. */
export const shop = "s3://shop/twin";

/** Tables in the bucket that AWS_* point to. */
export async function openBucket(
  options: { address?: string; grace?: number; clock?: Clock; silenceMs?: number } = {},
): Promise<FeatureStore> {
  const { address = shop, grace = 0, clock = systemClock, silenceMs = 2_000 } = options;
  const objects = openS3Store({ address, silenceMs });
  const tables = await openObjectTables({ objects, clock, grace });
  onTestFinished(() => tables.close());
  return tables;
}

/** Asks the tables of a bucket through a mirror, a new one unless a folder is given. */
export async function askBucket(sql: string, folder = temporaryFolder(), address = shop): Promise<readonly SqlRow[]> {
  const objects = openS3Store({ address });
  await mirrorTables(objects, folder);
  objects.close();
  const rows = [];
  const { chunks } = await runSql({ tablesFolder: folder, sql });
  for await (const chunk of chunks) rows.push(...chunk);
  return rows;
}

/** All offsets of the scores, sorted. */
export const offsetsSql = "SELECT list(topic_offset ORDER BY topic_offset) FROM scores";

/** A range of the one partition of these tests. */
export function source(firstOffset: number, lastOffset: number) {
  return { topic: "model-scores", partition: 1, firstOffset, lastOffset };
}

/** A score at an offset. */
export function score(offset: number, time = day) {
  return placedRow("scores", offset, { event_id: `e${offset}`, time, product_id: "p", score: 2 });
}

/** Offsets from 0 to below `end`, as `offsetsSql` gives them. */
export function offsetsBelow(end: number): readonly SqlRow[] {
  return [[Array.from({ length: end }, (_, i) => i)]];
}

/** Keeps ranges of `step` rows until the position is `end`, whoever else does. */
export async function keepUpTo(tables: FeatureStore, end: number, step = 1): Promise<void> {
  for (;;) {
    const at = (await tables.nextOffset("scores", "model-scores", 1)) ?? 0;
    if (at >= end) return;
    const last = Math.min(end, at + step) - 1;
    const rows = Array.from({ length: last - at + 1 }, (_, i) => score(at + i));
    await tables.keep("scores", source(at, last), rows);
  }
}
