import { rm } from "node:fs/promises";
import { join } from "node:path";
import { groupBy } from "../../schemas/group-by.ts";
import { laidOutByProcessing, type TableName, tableNames } from "../../schemas/tables.ts";
import type { Clock } from "../clock.ts";
import type { CompactionReport, FeatureStore, PlacedRow, Source } from "../feature-store.ts";
import { asWriting, makeFolder, syncFolder } from "../files/atomic-write.ts";
import { type Claim, claimedTemporaries, claimsFolder, createClaim, finishClaim, newestClaim } from "./claims.ts";
import { compactTable } from "./compaction.ts";
import { dayFolder, listParts, nameOfPart } from "./layout.ts";
import { type MemoryDatabase, openMemoryDatabase } from "./memory-database.ts";
import { removeAbandoned, temporaryFolder, temporaryName } from "./temporary-files.ts";
import { createStaging, writeRows } from "./write-rows.ts";

/** How a Parquet store is opened. */
export interface ParquetStoreOptions {
  /** Folder of the tables, one folder per table in it; made when it is not there. */
  readonly folder: string;
  readonly clock: Clock;
  /** How long files that were merged into others stay for queries that began before, in milliseconds; ten minutes unless said. */
  readonly grace?: number;
}

const tenMinutesMs = 10 * 60_000;

type Rows = readonly PlacedRow<TableName>[];

/**
 * Opens feature tables kept as Parquet files, `<table>/day=YYYY-MM-DD/<topic>-<partition>-<first>-<last>.parquet`; any number of processes may hold
 * the same folder open. How a range is kept exactly once is told in claims.ts. Throws FOLDER_UNWRITABLE.
 */
export async function openParquetStore(options: ParquetStoreOptions): Promise<FeatureStore> {
  await prepareFolders(options.folder, options.clock.now());
  return new ParquetStore(options);
}

async function openWriter(): Promise<MemoryDatabase> {
  const writer = await openMemoryDatabase({ threads: 1, memory: "256MB" });
  await createStaging(writer);
  return writer;
}

/** What is known of a topic partition of a table. */
interface Place {
  /** The offset after the last range that is kept, by whomever. */
  position: number | undefined;
  /** The position that the caller knows of. */
  told: number;
}

class ParquetStore implements FeatureStore {
  private readonly options: ParquetStoreOptions;
  /** Opened by the first row: a process that only asks for positions or merges files goes without. */
  private writer: Promise<MemoryDatabase> | undefined;
  private readonly places = new Map<string, Place>();
  private working: Promise<unknown> = Promise.resolve();

  constructor(options: ParquetStoreOptions) {
    this.options = options;
  }

  async keep<Name extends TableName>(table: Name, source: Source, rows: readonly PlacedRow<Name>[]): Promise<void> {
    checkRange(table, source, rows);
    await this.inTurn(() => this.keepRange(table, source, rows));
  }

  nextOffset(table: TableName, topic: string, partition: number): Promise<number | undefined> {
    return this.inTurn(async () => {
      const place = await this.refresh(table, topic, partition);
      place.told = place.position ?? 0;
      return place.position;
    });
  }

  compact(): Promise<CompactionReport> {
    return this.inTurn(() => this.compactTables());
  }

  async close(): Promise<void> {
    await this.inTurn(async () => (await this.writer)?.close());
  }

  /** The staging tables belong to one piece of work at a time. */
  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.working.then(work);
    this.working = result.catch(() => "the caller has the error");
    return result;
  }

  private async keepRange(table: TableName, source: Source, rows: Rows): Promise<void> {
    const key = keyOf(table, source.topic, source.partition);
    const place = this.places.get(key) ?? (await this.firstSight(table, source));
    if (source.firstOffset < place.told) {
      throw new Error(
        `${table}: ${source.topic}-${source.partition} is kept up to ${place.told}, not ${source.firstOffset}`,
      );
    }
    try {
      await this.keepBeyond(table, source, rows, place);
    } catch (error) {
      this.places.delete(key);
      throw error;
    }
    place.told = source.lastOffset + 1;
  }

  /** Keeps what nobody has kept yet: where another writer is ahead, only the rest of the range. */
  private async keepBeyond(table: TableName, source: Source, rows: Rows, place: Place): Promise<void> {
    while ((place.position ?? 0) <= source.lastOffset) {
      const from = place.position ?? 0;
      if (await this.publish(table, source, from, rows)) {
        place.position = source.lastOffset + 1;
        return;
      }
      await this.refresh(table, source.topic, source.partition);
    }
  }

  private async publish(table: TableName, source: Source, from: number, rows: Rows): Promise<boolean> {
    const folder = join(this.options.folder, table);
    const claim = planClaim(table, source, from, rows);
    try {
      for (const { temporary, rows } of claim.files) {
        this.writer ??= openWriter();
        await writeRows(await this.writer, table, source.partition, rows, join(folder, temporary));
      }
      const isOurs = await asWriting(folder, async () => {
        if (claim.files.length > 0) await syncFolder(join(folder, temporaryFolder));
        return createClaim(folder, claimOf(claim));
      });
      if (!isOurs) await removeTemporaries(folder, claim);
      else await asWriting(folder, () => finishClaim(folder, claimOf(claim)));
      return isOurs;
    } catch (error) {
      await this.removeUnclaimed(folder, claim);
      throw error;
    }
  }

  /** After an error the claim may stand all the same; then its files are needed. */
  private async removeUnclaimed(folder: string, plan: Plan): Promise<void> {
    const claimed = await claimedTemporaries(folder);
    if (!plan.files.some((file) => claimed.has(file.temporary))) await removeTemporaries(folder, plan);
  }

  private async firstSight(table: TableName, source: Source): Promise<Place> {
    const place = await this.refresh(table, source.topic, source.partition);
    place.told = place.position ?? 0;
    return place;
  }

  /** Reads the position from the newest claim, after doing what is left of it; without claims, from the files' names. */
  private async refresh(table: TableName, topic: string, partition: number): Promise<Place> {
    const folder = join(this.options.folder, table);
    const place = this.places.get(keyOf(table, topic, partition)) ?? { position: undefined, told: 0 };
    const claim = await newestClaim(folder, topic, partition);
    if (claim === undefined) {
      place.position = await positionByFiles(folder, topic, partition);
    } else if (claim.last + 1 !== place.position) {
      await asWriting(folder, () => finishClaim(folder, claim));
      place.position = claim.last + 1;
    }
    this.places.set(keyOf(table, topic, partition), place);
    return place;
  }

  private async compactTables(): Promise<CompactionReport> {
    const total = { merged: 0, written: 0, removed: 0 };
    for (const table of tableNames) {
      const folder = join(this.options.folder, table);
      const settings = { now: this.options.clock.now(), graceMs: this.options.grace ?? tenMinutesMs };
      const report = await asWriting(folder, () => compactTable(folder, settings));
      total.merged += report.merged;
      total.written += report.written;
      total.removed += report.removed;
    }
    return total;
  }
}

/** A claim to be, with the rows of each file. */
interface Plan extends Omit<Claim, "files"> {
  readonly files: readonly { readonly temporary: string; readonly final: string; readonly rows: Rows }[];
}

function planClaim(table: TableName, source: Source, from: number, rows: Rows): Plan {
  const first = Math.max(source.firstOffset, from);
  const range = { topic: source.topic, partition: source.partition, first, last: source.lastOffset };
  const name = nameOfPart({ ...range, effectiveAt: 0 });
  const files = [...rowsByDay(table, rows, from)].map(([day, rowsOfDay]) => ({
    temporary: temporaryName(name),
    final: `${day}/${name}`,
    rows: rowsOfDay,
  }));
  return { ...range, from, files };
}

function claimOf({ files, ...range }: Plan): Claim {
  return { ...range, files: files.map(({ temporary, final }) => ({ temporary, final })) };
}

function rowsByDay(table: TableName, rows: Rows, from: number): ReadonlyMap<string, Rows> {
  const isByProcessing = laidOutByProcessing.has(table);
  return groupBy(
    rows.filter((placed) => placed.offset >= from),
    ({ row, processedAt }) => dayFolder(isByProcessing ? null : row.time, processedAt),
  );
}

function checkRange(table: TableName, source: Source, rows: Rows): void {
  const { topic, partition, firstOffset, lastOffset } = source;
  const isRange = Number.isSafeInteger(firstOffset) && firstOffset >= 0 && Number.isSafeInteger(lastOffset);
  if (!isRange || lastOffset < firstOffset) {
    throw new Error(`${table}: ${firstOffset} to ${lastOffset} is no range of ${topic}-${partition}`);
  }
  const outside = rows.find((row) => !(row.offset >= firstOffset && row.offset <= lastOffset));
  if (outside !== undefined) {
    throw new Error(`${table}: a row of offset ${outside.offset} is outside ${firstOffset} to ${lastOffset}`);
  }
}

async function positionByFiles(folder: string, topic: string, partition: number): Promise<number | undefined> {
  const parts = (await listParts(folder)).filter((part) => part.topic === topic && part.partition === partition);
  return parts.length === 0 ? undefined : parts.reduce((end, part) => Math.max(end, part.last + 1), 0);
}

async function removeTemporaries(folder: string, plan: Plan): Promise<void> {
  await Promise.all(plan.files.map((file) => rm(join(folder, file.temporary), { force: true })));
}

async function prepareFolders(folder: string, now: number): Promise<void> {
  for (const table of tableNames) {
    const tableFolder = join(folder, table);
    await makeFolder(join(tableFolder, temporaryFolder));
    await makeFolder(join(tableFolder, claimsFolder));
    const claimed = await claimedTemporaries(tableFolder);
    await asWriting(tableFolder, () => removeAbandoned(tableFolder, now, (path) => claimed.has(path)));
  }
}

function keyOf(table: TableName, topic: string, partition: number): string {
  return `${table}/${topic}-${partition}`;
}
