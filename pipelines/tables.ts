import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Clock } from "../connectors/clock.ts";
import { addErasure, erasedUsers } from "../connectors/duckdb/erasures.ts";
import { openSqlGate, type SqlGate } from "../connectors/duckdb/gate/sql-gate.ts";
import { mirrorTables } from "../connectors/duckdb/mirror.ts";
import { addObjectErasure, mirrorErasures } from "../connectors/duckdb/object-erasures.ts";
import { openObjectTables } from "../connectors/duckdb/object-ranges.ts";
import { openParquetStore } from "../connectors/duckdb/parquet-store.ts";
import type { FeatureStore } from "../connectors/feature-store.ts";
import type { DataPlaces } from "../connectors/files/data-folder.ts";
import type { ObjectStore } from "../connectors/objects/object-store.ts";
import { openQualityDesk, type QualityDesk } from "./evaluation/quality-desk.ts";

/** Opens the tables to record into: those of the data folder, or, where `address` is given (`s3://BUCKET/PREFIX`), those there. Throws FOLDER_UNWRITABLE or STORAGE_UNAVAILABLE. */
export async function openTables(
  folder: Pick<DataPlaces, "tables">,
  address: string | undefined,
  clock: Clock,
): Promise<FeatureStore> {
  if (address === undefined) return openParquetStore({ folder: folder.tables, clock });
  return openObjectTables({ objects: await openObjects(address), clock });
}

/**
 * The folder of tables to query: that of the data folder, or, where `address` is given, a mirror of those there in the data folder, which is brought up to
 * now first. Throws FOLDER_UNWRITABLE or STORAGE_UNAVAILABLE.
 */
export async function tablesToRead(
  folder: Pick<DataPlaces, "path" | "tables">,
  address: string | undefined,
): Promise<string> {
  return mirrored(folder, address, mirrorTables);
}

/**
 * The users who were erased from the tables of the data folder or at an address, by their keyed hashes, and until when for the last time. Throws
 * FOLDER_UNWRITABLE or STORAGE_UNAVAILABLE.
 */
export async function erasuresToRead(
  folder: Pick<DataPlaces, "path" | "tables">,
  address: string | undefined,
): Promise<ReadonlyMap<string, number>> {
  return erasedUsers(await mirrored(folder, address, mirrorErasures));
}

/** The folder of the tables, of whose mirror a part is brought up to now where they are elsewhere. */
async function mirrored(
  folder: Pick<DataPlaces, "path" | "tables">,
  address: string | undefined,
  bringUp: (objects: ObjectStore, mirror: string) => Promise<unknown>,
): Promise<string> {
  if (address === undefined) return folder.tables;
  const objects = await openObjects(address);
  try {
    const mirror = join(folder.path, "mirror", nameOf(address));
    await bringUp(objects, mirror);
    return mirror;
  } finally {
    objects.close();
  }
}

/**
 * Hides the rows of a user that were sent until a time, milliseconds since 1970 UTC, from the tables of the data folder or at an address. Throws FOLDER_UNWRITABLE
 * or STORAGE_UNAVAILABLE.
 */
export async function hideUser(
  folder: Pick<DataPlaces, "tables">,
  address: string | undefined,
  { user, until }: { readonly user: string; readonly until: number },
): Promise<void> {
  if (address === undefined) return addErasure(folder.tables, user, until);
  const objects = await openObjects(address);
  try {
    await addObjectErasure(objects, user, until);
  } finally {
    objects.close();
  }
}

/** Tables that many people ask, for as long as a process lives. */
export interface AskedTables {
  /** Where their SQL goes through. */
  readonly gate: SqlGate;
  /** The folder of the tables, see `tablesToRead`. */
  folder(): Promise<string>;
  /** How good live scores are, by their labels. */
  readonly quality: QualityDesk;
}

/** So many of their queries run at once. */
const queriesAtOnce = 4;

/** A file of a result has no more bytes, as it goes to the disk of the server first. */
const mostFileBytes = 2 ** 30;

/** Lets people ask the tables of a data folder or at an address. Close the gate in the end. */
export function openAskedTables(
  folder: Pick<DataPlaces, "path" | "tables">,
  address: string | undefined,
  clock: Clock,
): AskedTables {
  const gate = openSqlGate({ isWarm: true, atOnce: queriesAtOnce, limits: { fileBytes: mostFileBytes } });
  const read = () => tablesToRead(folder, address);
  return { gate, folder: read, quality: openQualityDesk(read, clock) };
}

/** Two storages may have buckets of one name. */
function nameOf(address: string): string {
  const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL = "" } = process.env;
  const words = `${AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL} ${address}`;
  return createHash("sha256").update(words).digest("hex").slice(0, 16);
}

/** The client takes 0.2 s to load, which only those pay who use it. */
async function openObjects(address: string): Promise<ObjectStore> {
  const { openS3Store } = await import("../connectors/objects/s3-store.ts");
  return openS3Store({ address });
}
