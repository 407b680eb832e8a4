import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { groupBy } from "../../schemas/group-by.ts";
import { type ColumnType, laidOutByProcessing, type TableName, tables } from "../../schemas/tables.ts";
import type { PlacedRow } from "../feature-store.ts";

/** The columns that every table has after its own: where a row comes from, and the UTC day that its folder is named by. */
export const placeColumns = {
  topic_partition: "INTEGER",
  topic_offset: "BIGINT",
  processed_at: "TIMESTAMP",
} as const satisfies Readonly<Record<string, ColumnType>>;

/** The columns that a file of a table has, in order; `day` is in the folder's name alone. */
export function fileColumns(table: TableName): readonly (readonly [name: string, type: ColumnType])[] {
  return Object.entries({ ...tables[table], ...placeColumns });
}

/** A Parquet file of a table: rows of one topic partition and day. */
export interface PartFile {
  /** `day=YYYY-MM-DD`. */
  readonly day: string;
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  readonly first: number;
  readonly last: number;
  /** When a merged file begins to stand for its inputs; 0 for a file as it was kept. */
  readonly effectiveAt: number;
}

/** What a file is named by. */
export type PartName = Pick<PartFile, "topic" | "partition" | "first" | "last" | "effectiveAt">;

const digits = 16;
const partName = /^(.+)-(\d+)-(\d{16})-(\d{16})(?:-merged-(\d{16}))?\.parquet$/;

/** A number as it stands in names, so that names sort like numbers. */
export function padded(value: number): string {
  return String(value).padStart(digits, "0");
}

/** `topic-partition-first-last.parquet`, with `-merged-effectiveAt` before the ending for a merged file. */
export function nameOfPart(part: PartName): string {
  const merged = part.effectiveAt === 0 ? "" : `-merged-${padded(part.effectiveAt)}`;
  return `${part.topic}-${part.partition}-${padded(part.first)}-${padded(part.last)}${merged}.parquet`;
}

/** Reads a file name back; undefined for any other file. */
function parsePart(day: string, name: string): PartFile | undefined {
  const match = partName.exec(name);
  if (match === null) return undefined;
  const [, topic, partition, first, last, effectiveAt] = match;
  const numbers = { first: Number(first), last: Number(last), effectiveAt: Number(effectiveAt ?? 0) };
  return { day, name, topic: topic!, partition: Number(partition), ...numbers };
}

/** Every Parquet file of a table's folder, by day and name; none when the folder is not there. */
export async function listParts(tableFolder: string): Promise<readonly PartFile[]> {
  const days = (await namesIn(tableFolder)).filter((name) => name.startsWith("day="));
  const parts = await Promise.all(days.map((day) => partsOfDay(tableFolder, day)));
  return parts.flat();
}

async function partsOfDay(tableFolder: string, day: string): Promise<readonly PartFile[]> {
  const names = await namesIn(join(tableFolder, day));
  return names.map((name) => parsePart(day, name)).filter((part) => part !== undefined);
}

/** The names in a folder, sorted; none when it is not there. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Whether a merged file stands for another file, once it is effective: it holds the same rows and perhaps more. */
export function covers(merged: PartFile, part: PartFile): boolean {
  const isSamePlace = merged.day === part.day && merged.topic === part.topic && merged.partition === part.partition;
  const isWithin = merged.first <= part.first && part.last <= merged.last;
  return isSamePlace && isWithin && merged.effectiveAt > part.effectiveAt;
}

/** The files whose rows count at a moment: effective ones that no other effective one stands for. */
export function liveParts(parts: readonly PartFile[], now: number): readonly PartFile[] {
  const effective = parts.filter((part) => part.effectiveAt <= now);
  const merged = mergedByPlace(effective);
  return effective.filter((part) => !(merged.get(placeOf(part)) ?? []).some((other) => covers(other, part)));
}

/** Merged files by the day and topic partition that they belong to. */
export function mergedByPlace(parts: readonly PartFile[]): ReadonlyMap<string, readonly PartFile[]> {
  return groupBy(
    parts.filter((part) => part.effectiveAt !== 0),
    placeOf,
  );
}

/** Day and topic partition of a file, as a key. */
export function placeOf(part: PartFile): string {
  return `${part.day}/${part.topic}-${part.partition}`;
}

/** The UTC day that a row belongs to, `YYYY-MM-DD`: of its time, or of its processing where the time is null or absurd or the table is laid out so. */
export function dayOf(table: TableName, { row, processedAt }: PlacedRow<TableName>): string {
  const time = laidOutByProcessing.has(table) ? null : row.time;
  return isoDay(time) ?? isoDay(processedAt) ?? "1970-01-01";
}

const firstDay = Date.parse("0001-01-01");
const lastDay = Date.UTC(10_000, 0, 1);

function isoDay(time: number | null): string | undefined {
  if (time === null || !(time >= firstDay && time < lastDay)) return undefined;
  return new Date(time).toISOString().slice(0, 10);
}
