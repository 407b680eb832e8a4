import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { Clock } from "../clock.ts";
import type { CompactionReport, FeatureStore } from "../feature-store.ts";
import type { Labels, ObjectStore } from "../objects/object-store.ts";
import {
  chainPrefix,
  endOf,
  type FoundLink,
  finderAbove,
  keyOfLink,
  type Link,
  linksAmong,
  mostLooks,
  startOfMerged,
  unsettled,
} from "./object-chain.ts";
import { compactObjects } from "./object-compaction.ts";
import { ObjectEraser } from "./object-erasures.ts";
import { createRangeStore, keyOf, type Place, type Range, type Ranges, type Rows } from "./range-store.ts";
import { createRowWriter } from "./write-rows.ts";

/** How tables in object storage are opened. */
export interface ObjectTablesOptions {
  /** Closed with the tables. */
  readonly objects: ObjectStore;
  readonly clock: Clock;
  /** How long objects that were merged into others stay for queries that began before, in milliseconds; ten minutes unless said. */
  readonly grace?: number;
}

const tenMinutesMs = 10 * 60_000;

/**
 * Opens feature tables kept as Parquet objects; any number of processes on any machines may have the same ones open. How a range is kept exactly once is told
 * in object-chain.ts. Throws STORAGE_UNAVAILABLE, also for a storage that would overwrite what must stay.
 */
export async function openObjectTables(options: ObjectTablesOptions): Promise<FeatureStore> {
  await requireConditions(options.objects);
  const folder = await mkdtemp(join(tmpdir(), "twinstream-rows-"));
  return createRangeStore(new ObjectRanges(options, folder));
}

/** The newest link of a chain that this process knows of. */
interface Newest {
  readonly number: number;
  /** Its last offset. */
  readonly last: number;
}

class ObjectRanges implements Ranges {
  private readonly options: ObjectTablesOptions;
  private readonly objects: ObjectStore;
  /** Where rows become Parquet before they are put. */
  private readonly folder: string;
  private readonly writer = createRowWriter("a column");
  private readonly eraser: ObjectEraser;
  private readonly newest = new Map<string, Newest>();

  constructor(options: ObjectTablesOptions, folder: string) {
    this.options = options;
    this.objects = options.objects;
    this.folder = folder;
    this.eraser = new ObjectEraser(options.objects);
  }

  async position(place: Place): Promise<number | undefined> {
    const newest = await this.findNewest(place);
    return newest && newest.last + 1;
  }

  async publish(range: Range, rows: Rows): Promise<boolean> {
    const number = (this.newest.get(keyOf(range))?.number ?? -1) + 1;
    const key = keyOfLink({ ...range, level: 0, number });
    const bytes = await this.parquetOf(range, rows);
    if (!(await this.objects.putIfAbsent(key, bytes, rangeLabels(range.first, range.last)))) return false;
    // Then the range is in the merged object already, or it came too late; the chain tells.
    if (await this.isMerged({ ...range, level: 0, number })) return false;
    this.newest.set(keyOf(range), { number, last: range.last });
    return true;
  }

  compact(): Promise<CompactionReport> {
    const settings = {
      now: this.options.clock.now(),
      graceMs: this.options.grace ?? tenMinutesMs,
      folder: this.folder,
      eraser: this.eraser,
    };
    return compactObjects(this.objects, settings);
  }

  async close(): Promise<void> {
    await this.writer.close();
    await rm(this.folder, { recursive: true, force: true });
    this.objects.close();
  }

  /** The link that ends the chain now; asks only for what is newer than what is known. */
  private async findNewest(place: Place): Promise<Newest | undefined> {
    const prefix = chainPrefix(place);
    for (let look = 1; look <= mostLooks; look++) {
      const known = this.newest.get(keyOf(place));
      const after = known && keyOfLink({ ...place, level: 0, number: known.number });
      const newest = newestOf(linksAmong(await this.objects.list(prefix, after)));
      if (newest === undefined || endOf(newest) - 1 <= (known?.number ?? -1)) return known;
      const labels = await this.objects.labels(newest.key);
      // It was merged since it was listed, and what was read under its name may be a late writer's: the next listing has what it became.
      if (labels === undefined || (await this.isMerged(newest))) continue;
      const found = { number: endOf(newest) - 1, last: lastOf(labels, newest.key, this.objects.address) };
      this.newest.set(keyOf(place), found);
      return found;
    }
    throw unsettled(this.objects.address, prefix);
  }

  /** Whether something stands above a link now. Where nothing does, no other ever had its name. */
  private async isMerged(link: Link): Promise<boolean> {
    const prefix = chainPrefix(link);
    const merged = linksAmong(await this.objects.list(prefix, startOfMerged(prefix)));
    return finderAbove(merged)(link).length > 0;
  }

  private async parquetOf({ table, partition }: Range, rows: Rows): Promise<Uint8Array> {
    const path = join(this.folder, `${randomUUID()}.parquet`);
    try {
      await this.writer.write(table, partition, rows, path);
      return await readFile(path);
    } finally {
      await rm(path, { force: true });
    }
  }
}

/** Of links that end at one number the merged one is the truth: one below it may be a late writer's. */
function newestOf(links: readonly FoundLink[]): FoundLink | undefined {
  const isNewer = (a: FoundLink, b: FoundLink) => endOf(a) > endOf(b) || (endOf(a) === endOf(b) && a.level > b.level);
  return links.reduce<FoundLink | undefined>((best, link) => (best && !isNewer(link, best) ? best : link), undefined);
}

/** The labels of an object that holds the offsets from `first` to `last`. */
function rangeLabels(first: number, last: number): Labels {
  return { first: String(first), last: String(last) };
}

function lastOf({ last }: Labels, key: string, address: string): number {
  if (/^\d+$/.test(last ?? "")) return Number(last);
  const remedy = "copy objects with their metadata, or record the topic again under another prefix";
  throw new TwinstreamError("DATA_DAMAGED", `"${key}" in "${address}" does not say where its range ends; ${remedy}`);
}

const checkKey = "conditions-are-kept";

/** What was put once must not be put again: on a storage that ignores the condition, two writers would double rows. */
async function requireConditions(objects: ObjectStore): Promise<void> {
  for (const _ of ["put where it was not there yet", "refused"]) {
    if (!(await objects.putIfAbsent(checkKey, new TextEncoder().encode(randomUUID())))) return;
  }
  const what = `the storage "${objects.address}" overwrites objects although it is told not to (If-None-Match: *)`;
  throw new TwinstreamError("STORAGE_UNAVAILABLE", `${what}; use one that keeps this condition, or tables on a disk`);
}
