import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { asWriting, removeTemporary, temporaryBeside } from "./atomic-write.ts";
import { csvLine } from "./csv-line.ts";

/** A value that a row can hold. */
export type Cell = string | number | boolean | null;

/**
 * Writes rows as JSON lines where the name ends in `.jsonl`, else as CSV (RFC 4180) with a header. The file appears under its name
 * when it is whole. Throws FOLDER_UNWRITABLE.
 */
export async function writeRows(
  path: string,
  columns: readonly string[],
  batches: AsyncIterable<readonly (readonly Cell[])[]>,
): Promise<void> {
  await writeText(path, path.endsWith(".jsonl") ? jsonLines(columns, batches) : csvLines(columns, batches));
}

/** Writes pieces of text to a file, which appears under its name when it is whole. Throws FOLDER_UNWRITABLE. */
export async function writeText(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    await asWriting(path, () => pipeline(Readable.from(pieces), createWriteStream(temporary)));
    await asWriting(path, () => rename(temporary, path));
  } finally {
    await removeTemporary(temporary);
  }
}

async function* jsonLines(
  columns: readonly string[],
  batches: AsyncIterable<readonly (readonly Cell[])[]>,
): AsyncGenerator<string> {
  for await (const rows of batches) {
    yield rows
      .map((row) => `${JSON.stringify(Object.fromEntries(row.map((cell, i) => [columns[i], cell])))}\n`)
      .join("");
  }
}

async function* csvLines(
  columns: readonly string[],
  batches: AsyncIterable<readonly (readonly Cell[])[]>,
): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const rows of batches) yield rows.map((row) => csvLine(row.map(cellText))).join("");
}

function cellText(cell: Cell): string {
  return cell === null ? "" : String(cell);
}
