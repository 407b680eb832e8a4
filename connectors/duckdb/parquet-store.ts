import { rm } from "node:fs/promises";
import { join } from "node:path";
import { groupBy } from "../../schemas/group-by.ts";
import { tableNames } from "../../schemas/tables.ts";
import type { Clock } from "../clock.ts";
import type { CompactionReport, FeatureStore } from "../feature-store.ts";
import { asWriting, makeFolder, syncFolder } from "../files/atomic-write.ts";
import { type Claim, claimedTemporaries, claimsFolder, createClaim, finishClaim, newestClaim } from "./claims.ts";
import { compactTable } from "./compaction.ts";
import { ErasedFiles } from "./erased-files.ts";
import { dayOf, listParts, nameOfPart } from "./layout.ts";
import { createRangeStore, keyOf, type Place, type Range, type Ranges, type Rows } from "./range-store.ts";
import { removeAbandoned, temporaryFolder, temporaryName } from "./temporary-files.ts";
import { createRowWriter } from "./write-rows.ts";

/** How a Parquet store is opened. */
export interface ParquetStoreOptions {
  /** Folder of the tables, one folder per table in it; made when it is not there. */
  readonly folder: string;
  readonly clock: Clock;
  /** How long files that were merged into others stay for queries that began before, in milliseconds; ten minutes unless said. */
  readonly grace?: number;
}

const tenMinutesMs = 10 * 60_000;

/**
 * Opens feature tables kept as Parquet files, `<table>/day=YYYY-MM-DD/<topic>-<partition>-<first>-<last>.parquet`; any number of processes may hold
 * the same folder open. How a range is kept exactly once is told in claims.ts. Throws FOLDER_UNWRITABLE.
 */
export async function openParquetStore(options: ParquetStoreOptions): Promise<FeatureStore> {
  await prepareFolders(options.folder, options.clock.now());
  return createRangeStore(new FolderRanges(options));
}

class FolderRanges implements Ranges {
  private readonly options: ParquetStoreOptions;
  private readonly erased: ErasedFiles;
  private readonly writer = createRowWriter("the folder's name");
  /** Positions up to which all files are known to be where readers look. */
  private readonly finished = new Map<string, number>();

  constructor(options: ParquetStoreOptions) {
    this.options = options;
    this.erased = new ErasedFiles(options.folder);
  }

  /** Reads the position from the newest claim, after doing what is left of it; without claims, from the files' names. */
  async position(place: Place): Promise<number | undefined> {
    const folder = this.folderOf(place);
    const claim = await newestClaim(folder, place.topic, place.partition);
    if (claim === undefined) return positionByFiles(folder, place);
    await this.finish(folder, place, claim);
    return claim.last + 1;
  }

  async publish(range: Range, rows: Rows): Promise<boolean> {
    const folder = this.folderOf(range);
    const plan = planClaim(range, rows);
    const claim = claimOf(plan);
    try {
      for (const { temporary, rows } of plan.files)
        await this.writer.write(range.table, range.partition, rows, join(folder, temporary));
      const isOurs = await asWriting(folder, async () => {
        if (claim.files.length > 0) await syncFolder(join(folder, temporaryFolder));
        return createClaim(folder, claim);
      });
      if (isOurs) await this.finish(folder, range, claim);
      else await removeTemporaries(folder, claim);
      return isOurs;
    } catch (error) {
      await removeUnclaimed(folder, claim);
      throw error;
    }
  }

  async compact(): Promise<CompactionReport> {
    const total = { merged: 0, written: 0, removed: 0 };
    for (const table of tableNames) {
      const folder = join(this.options.folder, table);
      const anew = await this.erased.find(table);
      const settings = { now: this.options.clock.now(), graceMs: this.options.grace ?? tenMinutesMs, anew };
      const report = await asWriting(folder, () => compactTable(folder, settings));
      total.merged += report.merged;
      total.written += report.written;
      total.removed += report.removed;
    }
    return total;
  }

  close(): Promise<void> {
    return this.writer.close();
  }

  private folderOf({ table }: Place): string {
    return join(this.options.folder, table);
  }

  private async finish(folder: string, place: Place, claim: Claim): Promise<void> {
    if (this.finished.get(keyOf(place)) === claim.last + 1) return;
    await asWriting(folder, () => finishClaim(folder, claim));
    this.finished.set(keyOf(place), claim.last + 1);
  }
}

/** A claim to be, with the rows of each file. */
interface Plan extends Omit<Claim, "files"> {
  readonly files: readonly { readonly temporary: string; readonly final: string; readonly rows: Rows }[];
}

function planClaim({ table, topic, partition, from, first, last }: Range, rows: Rows): Plan {
  const name = nameOfPart({ topic, partition, first, last, effectiveAt: 0 });
  const byDay = groupBy(rows, (placed) => `day=${dayOf(table, placed)}`);
  const files = [...byDay].map(([day, rowsOfDay]) => ({
    temporary: temporaryName(name),
    final: `${day}/${name}`,
    rows: rowsOfDay,
  }));
  return { topic, partition, from, first, last, files };
}

function claimOf({ files, ...range }: Plan): Claim {
  return { ...range, files: files.map(({ temporary, final }) => ({ temporary, final })) };
}

async function positionByFiles(folder: string, { topic, partition }: Place): Promise<number | undefined> {
  const parts = (await listParts(folder)).filter((part) => part.topic === topic && part.partition === partition);
  return parts.length === 0 ? undefined : parts.reduce((end, part) => Math.max(end, part.last + 1), 0);
}

/** After an error the claim may stand all the same; then its files are needed. */
async function removeUnclaimed(folder: string, claim: Claim): Promise<void> {
  const claimed = await claimedTemporaries(folder);
  if (!claim.files.some((file) => claimed.has(file.temporary))) await removeTemporaries(folder, claim);
}

async function removeTemporaries(folder: string, claim: Claim): Promise<void> {
  await Promise.all(claim.files.map((file) => rm(join(folder, file.temporary), { force: true })));
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
