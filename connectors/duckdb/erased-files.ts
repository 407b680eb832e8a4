import { join } from "node:path";
import type { TableName } from "../../schemas/tables.ts";
import { erasuresMark, notErased, withUsers } from "./erasures.ts";
import { listParts, liveParts, type PartFile } from "./layout.ts";
import { hasRow, openMemoryDatabase, quoted } from "./memory-database.ts";

/** A file with rows that are to go, and the SELECT of those that stay. */
export interface FileToWrite {
  readonly part: PartFile;
  readonly select: string;
}

/** Finds the files that hold rows of erased users; each file is looked into once, and again after the next erasure. */
export class ErasedFiles {
  readonly #folder: string;
  /** The files that hold no such row, as of some erasures; a file never changes. */
  readonly #clean = new Map<TableName, { readonly mark: string; readonly paths: ReadonlySet<string> }>();

  /** `folder` is that of the tables. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What is to be written anew, each with the SELECT of the rows that stay. Nothing is looked at where nobody was erased. */
  async find(table: TableName): Promise<readonly FileToWrite[]> {
    const mark = await erasuresMark(this.#folder);
    const condition = notErased(this.#folder, table, "kept");
    if (mark === undefined || condition === undefined) return [];
    const parts = liveParts(await listParts(join(this.#folder, table)), Number.POSITIVE_INFINITY);
    const before = this.#clean.get(table);
    const clean = before?.mark === mark ? before.paths : new Set<string>();
    const unknown = parts.filter((part) => !clean.has(this.#pathOf(table, part)));
    const found = unknown.length === 0 ? [] : await this.#holding(table, unknown, condition);
    const isFound = new Set(found.map(({ part }) => part));
    const paths = parts.filter((part) => !isFound.has(part)).map((part) => this.#pathOf(table, part));
    this.#clean.set(table, { mark, paths: new Set(paths) });
    return found;
  }

  async #holding(table: TableName, parts: readonly PartFile[], condition: string): Promise<readonly FileToWrite[]> {
    const database = await openMemoryDatabase({ threads: 1, memory: "512MB" });
    try {
      const found: FileToWrite[] = [];
      for (const part of parts) {
        const file = quoted(this.#pathOf(table, part));
        const source = `${withUsers(`SELECT * FROM read_parquet(${file}, hive_partitioning = false)`)} AS kept`;
        if (await hasRow(database, `SELECT 1 FROM ${source} WHERE NOT (${condition}) LIMIT 1`))
          found.push({ part, select: `SELECT * FROM ${source} WHERE ${condition}` });
      }
      return found;
    } finally {
      database.close();
    }
  }

  #pathOf(table: TableName, { day, name }: PartFile): string {
    return join(this.#folder, table, day, name);
  }
}
