import type { DuckDBConnection } from "@duckdb/node-api";
import { TwinstreamError } from "../../schemas/errors.ts";
import { duckdb } from "./client.ts";

/** A DuckDB instance that lives in memory alone, with one connection. */
export interface MemoryDatabase {
  readonly connection: DuckDBConnection;
  close(): void;
}

/** What a memory database may use. */
export interface MemoryLimits {
  readonly threads?: number;
  readonly memory?: string;
  /** A folder for what does not fit into memory, made when it is needed; "" for none. DuckDB's own unless said. */
  readonly spill?: string;
}

/** Opens a new memory database; times are UTC, and nothing is ever fetched. */
export async function openMemoryDatabase(limits: MemoryLimits = {}): Promise<MemoryDatabase> {
  const instance = await duckdb().DuckDBInstance.create(":memory:", {
    threads: String(limits.threads ?? 2),
    memory_limit: limits.memory ?? "1GB",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    ...(limits.spill !== undefined && { temp_directory: limits.spill }),
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  // What is freed goes back to the system at once: DuckDB's allocator otherwise keeps some 100 MB an instance.
  await connection.run("SET allocator_flush_threshold = '1MB'");
  await connection.run("SET allocator_bulk_deallocation_flush_threshold = '1MB'");
  return {
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Whether a query of our own gives any row. */
export async function hasRow({ connection }: MemoryDatabase, sql: string): Promise<boolean> {
  return (await connection.runAndReadAll(sql)).currentRowCount > 0;
}

/** A text as an SQL literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const unwritable =
  /No space left|File too large|Read-only file system|Permission denied|Disk quota|No such file|Not a directory/;

/** Turns what DuckDB says about a full or read-only disk, or a folder that is none, into FOLDER_UNWRITABLE; any other error passes. */
export async function asCopying<Result>(path: string, copy: () => Promise<Result>): Promise<Result> {
  try {
    return await copy();
  } catch (error) {
    const message = (error as Error).message;
    if (!unwritable.test(message)) throw error;
    throw new TwinstreamError(
      "FOLDER_UNWRITABLE",
      `can't write "${path}": ${message}; make room or mend its rights`,
      error,
    );
  }
}
