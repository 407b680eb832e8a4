import { TwinstreamError } from "../../schemas/errors.ts";
import { CsvRows } from "./csv-rows.ts";
import { decodeText } from "./decode-text.ts";
import { JsonArray, JsonDocument } from "./json-array.ts";
import { JsonLines, lineShape } from "./json-lines.ts";
import { containerOf, openBytes } from "./open-bytes.ts";
import type { Notice, RowBatch, RowReader } from "./row.ts";

export type { Row, RowBatch } from "./row.ts";

/** Reads the rows of a Parquet file, in order. */
export type ParquetReader = (path: string) => AsyncIterable<readonly Readonly<Record<string, unknown>>[]>;

/** How a file is read. */
export interface ReadOptions {
  /** Told what was assumed of the file: another encoding, one member of a zip. */
  readonly notice?: Notice;
  /** Without it Parquet files are refused. */
  readonly parquet?: ParquetReader;
}

/** How much of a file tells what it is. */
const headCharacters = 64 * 1024;

/**
 * The rows of a file: delimited text with a header, JSON lines (also OpenSearch's bulk and `index<TAB>document` lines), one JSON array or
 * object, or Parquet; plain, gzipped or zipped; told by what the file holds, never by its name. Broken rows come as errors with their line and end
 * nothing. Needs memory for a piece and the longest record only, whatever the size of the file. Throws FILE_NOT_FOUND or FILE_UNREADABLE.
 */
export async function* readRows(path: string, options: ReadOptions = {}): AsyncGenerator<RowBatch> {
  const notice: Notice = (message) => options.notice?.(`"${path}": ${message}`);
  const container = await containerOf(path);
  if (container === "parquet") {
    yield* parquetRows(path, options.parquet);
    return;
  }
  const bytes = refuseBinary(openBytes(path, container, notice), path);
  let reader: RowReader | undefined;
  for await (const text of withHead(unixLines(decodeText(bytes, notice)))) {
    reader ??= readerFor(text, notice);
    const rows = reader.feed(text);
    if (rows.length > 0) yield rows;
  }
  if (reader === undefined) notice("the file is empty");
  const last = reader?.finish() ?? [];
  if (last.length > 0) yield last;
}

function readerFor(head: string, notice: Notice): RowReader {
  const begin = head.trimStart();
  const shape = lineShape(begin.slice(0, headCharacters));
  if (shape !== undefined) return new JsonLines(shape);
  if (begin.startsWith("[")) return new JsonArray();
  return begin.startsWith("{") ? new JsonDocument() : new CsvRows(notice);
}

async function* parquetRows(path: string, parquet: ParquetReader | undefined): AsyncGenerator<RowBatch> {
  if (parquet === undefined)
    throw new TwinstreamError(
      "FILE_UNREADABLE",
      `"${path}" is a Parquet file, which can't be read here; convert it to CSV`,
    );
  let row = 0;
  for await (const batch of parquet(path)) {
    yield batch.map((values) => ({ line: ++row, values }));
  }
}

/** Collects the first pieces until there is enough to tell what the text is. */
async function* withHead(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let head = "";
  let isTold = false;
  for await (const piece of pieces) {
    if (isTold) yield piece;
    else {
      head += piece;
      isTold = head.length >= headCharacters;
      if (isTold) yield head;
    }
  }
  if (!isTold && head !== "") yield head;
}

/** Old Macintosh files end their lines with a carriage return alone. */
async function* unixLines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let isOldMac: boolean | undefined;
  for await (const piece of pieces) {
    isOldMac ??= piece.includes("\r") && !piece.includes("\n");
    yield isOldMac ? piece.replaceAll("\r", "\n") : piece;
  }
}

async function* refuseBinary(bytes: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of bytes) {
    if (isFirst && isBinary(chunk))
      throw new TwinstreamError(
        "FILE_UNREADABLE",
        `"${path}" holds no text and is no format that is known; give CSV, JSON lines or Parquet`,
      );
    isFirst = false;
    yield chunk;
  }
}

/** Whether bytes can't be the beginning of a text: zero bytes, or control characters in more than one byte of twenty. */
function isBinary(chunk: Uint8Array): boolean {
  if ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff)) return false;
  const head = chunk.subarray(0, headCharacters);
  if (head.includes(0)) return true;
  const controls = head.filter(
    (byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d && byte !== 0x1b,
  );
  return controls.length * 20 > head.length;
}
