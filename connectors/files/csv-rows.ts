import { detectDelimiter, isBlankRecord, scanRecord, startOfNextLine } from "./csv-record.ts";
import { maxRecordCharacters, type Notice, type Row, type RowReader } from "./row.ts";

/**
 * Rows of delimited text with a header. A record with a fault or a wrong number of fields becomes an error, and reading goes on at the line after the one
 * it begins on. A file whose every line was quoted once more as a whole is unwrapped, and the notice says so.
 */
export class CsvRows implements RowReader {
  readonly #notice: Notice;
  #delimiter: string | undefined;
  #columns: readonly string[] | undefined;
  #isWrapped = false;
  #buffer = "";
  #line = 1;
  /** No scan before the buffer has grown to this: a long record is not scanned again for each piece of it. */
  #enough = 0;
  #isSkipping = false;

  constructor(notice: Notice) {
    this.#notice = notice;
  }

  feed(text: string): readonly Row[] {
    this.#buffer += text;
    if (this.#buffer.length < this.#enough) return [];
    return this.#take(false);
  }

  finish(): readonly Row[] {
    return this.#take(true);
  }

  #take(isWhole: boolean): readonly Row[] {
    this.#delimiter ??= this.#detect();
    const rows: Row[] = [];
    let at = this.#isSkipping ? this.#skip() : 0;
    while (at < this.#buffer.length) {
      const scan = scanRecord(this.#buffer, at, this.#delimiter, isWhole);
      if (scan === undefined && this.#buffer.length - at <= maxRecordCharacters) break;
      if (scan === undefined || "fault" in scan) {
        rows.push({ line: this.#line, error: scan?.fault ?? tooLong });
        at = this.#nextLine(at);
      } else {
        const row = this.#row(scan.fields);
        if (row !== undefined) rows.push(row);
        this.#line += scan.lines;
        at = scan.end;
      }
    }
    this.#buffer = this.#buffer.slice(at);
    this.#enough = Math.min(this.#buffer.length * 2, maxRecordCharacters);
    return rows;
  }

  #detect(): string {
    const head = this.#buffer.slice(0, 256 * 1024);
    const delimiter = detectDelimiter(head);
    const header = scanRecord(head, 0, delimiter, true);
    if (header === undefined || "fault" in header || header.fields.length > 1) return delimiter;
    const inner = detectDelimiter(header.fields[0]!);
    if (!head.startsWith('"') || header.fields[0]!.split(inner).length < 2) return delimiter;
    this.#isWrapped = true;
    this.#notice(
      "every line is quoted as a whole, as if the file had been encoded twice: the outer quotes are taken off",
    );
    return inner;
  }

  #nextLine(at: number): number {
    const next = startOfNextLine(this.#buffer, at);
    this.#isSkipping = this.#buffer[next - 1] !== "\n";
    if (!this.#isSkipping) this.#line++;
    return next;
  }

  #skip(): number {
    return this.#nextLine(0);
  }

  #row(fields: readonly string[]): Row | undefined {
    if (isBlankRecord(fields)) return undefined;
    const inner =
      this.#isWrapped && fields.length === 1 ? scanRecord(fields[0]!, 0, this.#delimiter!, true) : { fields };
    if (inner === undefined || "fault" in inner) return { line: this.#line, error: inner?.fault ?? tooLong };
    if (this.#columns !== undefined) return rowOf(this.#line, inner.fields, this.#columns);
    this.#columns = columnNames(inner.fields);
    return undefined;
  }
}

const tooLong = `the record is longer than ${maxRecordCharacters} characters: most likely a quote is opened and never closed`;

function rowOf(line: number, fields: readonly string[], columns: readonly string[]): Row {
  if (fields.length !== columns.length) {
    return { line, error: `the row has ${fields.length} fields, the header ${columns.length}` };
  }
  const values: Record<string, unknown> = {};
  for (let index = 0; index < columns.length; index++) values[columns[index]!] = fields[index];
  return { line, values };
}

/** Blank names become `column_3`, a name that is there already gets its place too, so that no field hides another. */
function columnNames(header: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const [index, field] of header.entries()) {
    const name = field.trim() || `column_${index + 1}`;
    names.push(names.includes(name) ? `${name}_${index + 1}` : name);
  }
  return names;
}
