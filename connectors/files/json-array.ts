import { parseObject } from "./json-lines.ts";
import { maxRecordCharacters, type Row, type RowReader } from "./row.ts";

const code = {
  quote: 34,
  comma: 44,
  open: 91,
  backslash: 92,
  close: 93,
  openBrace: 123,
  closeBrace: 125,
  newline: 10,
} as const;

/**
 * Rows of a file that is one JSON array: its elements, one at a time, so that only one has to fit into memory.
 * A broken element becomes an error; reading goes on after the comma that ends it.
 */
export class JsonArray implements RowReader {
  #buffer = "";
  /** Up to where the buffer was looked at, and where the element in hand begins there. */
  #at = 0;
  #start = 0;
  #line = 1;
  #startLine = 1;
  #depth = 0;
  #isInString = false;
  #isTooLong = false;

  feed(text: string): readonly Row[] {
    this.#buffer += text;
    const rows: Row[] = [];
    while (this.#at < this.#buffer.length) {
      const row = this.#step(this.#buffer.charCodeAt(this.#at));
      if (row !== undefined) rows.push(row);
      this.#at++;
    }
    this.#forget();
    return rows;
  }

  finish(): readonly Row[] {
    return this.#depth === 0 ? [] : [{ line: this.#startLine, error: "the file ends before its array does" }];
  }

  #step(char: number): Row | undefined {
    if (char === code.newline) this.#line++;
    if (this.#isInString) this.#inString(char);
    else if (char === code.quote) this.#isInString = true;
    else if (char === code.open || char === code.openBrace) this.#open();
    else if (char === code.close || char === code.closeBrace) return this.#close();
    else if (char === code.comma && this.#depth === 1) return this.#element(true);
    return undefined;
  }

  #inString(char: number): void {
    if (char === code.backslash) this.#at++;
    else if (char === code.quote) this.#isInString = false;
  }

  #open(): void {
    this.#depth++;
    if (this.#depth === 1) this.#begin();
  }

  #close(): Row | undefined {
    if (this.#depth === 0) return undefined;
    this.#depth--;
    return this.#depth === 0 ? this.#element(false) : undefined;
  }

  #begin(): void {
    this.#start = this.#at + 1;
    this.#startLine = this.#line;
    this.#isTooLong = false;
  }

  #element(mustHold: boolean): Row | undefined {
    const raw = this.#buffer.slice(this.#start, this.#at);
    const text = raw.trim();
    // The element may begin some lines below the comma that ended the one before.
    const line = this.#startLine + raw.slice(0, raw.length - raw.trimStart().length).split("\n").length - 1;
    const isTooLong = this.#isTooLong;
    this.#begin();
    if (isTooLong) return { line, error: `the element is longer than ${maxRecordCharacters} characters` };
    if (text === "") return mustHold ? { line, error: "an element is missing between two commas" } : undefined;
    return { line, ...parseObject(text) };
  }

  #forget(): void {
    if (this.#depth === 0 || this.#buffer.length - this.#start > maxRecordCharacters) {
      this.#isTooLong = this.#depth > 0;
      this.#start = this.#at;
    }
    this.#buffer = this.#buffer.slice(this.#start);
    this.#at -= this.#start;
    this.#start = 0;
  }
}

const maxDocumentCharacters = 256 * 1024 * 1024;

/** The single row of a file that is one JSON object over many lines. It is read whole. */
export class JsonDocument implements RowReader {
  readonly #parts: string[] = [];
  #length = 0;

  feed(text: string): readonly Row[] {
    this.#length += text.length;
    if (this.#length <= maxDocumentCharacters) this.#parts.push(text);
    return [];
  }

  finish(): readonly Row[] {
    if (this.#length > maxDocumentCharacters)
      return [{ line: 1, error: "the JSON object is too long to be read whole: write one object a line" }];
    return [{ line: 1, ...parseObject(this.#parts.join("")) }];
  }
}
