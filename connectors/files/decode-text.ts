import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import type { Notice } from "./row.ts";

const newline = 0x0a;
const longestUncut = 1024 * 1024;

/**
 * The text of some bytes, in pieces that end where a line does (or, in a line of more than a mebibyte, between characters). UTF-8 unless the bytes say otherwise: a byte order mark is taken off
 * and may name UTF-16; a line that is not valid UTF-8 is read as windows-1252, and the notice names the first one. Lines are judged one by one,
 * so that a single broken byte does not change how the rest of a file reads.
 */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>, notice: Notice): AsyncGenerator<string> {
  let isFirst = true;
  const decoder = new PieceDecoder(notice);
  let pending: Buffer = Buffer.alloc(0);
  let utf16: TextDecoder | undefined;
  for await (const chunk of bytes) {
    pending = pending.length === 0 ? asBuffer(chunk) : Buffer.concat([pending, chunk]);
    if (isFirst && pending.length < 3) continue;
    if (isFirst) {
      isFirst = false;
      utf16 = utf16Decoder(pending, notice);
      pending = withoutMark(pending);
    }
    if (utf16 !== undefined) {
      yield utf16.decode(pending, { stream: true });
      pending = pending.subarray(pending.length);
      continue;
    }
    const end = cutPoint(pending);
    if (end > 0) yield decoder.decode(pending.subarray(0, end));
    pending = pending.subarray(end);
  }
  if (utf16 !== undefined) yield utf16.decode();
  else if (pending.length > 0) yield decoder.decode(isFirst ? withoutMark(pending) : pending);
}

/** The text of bytes in windows-1252; the five bytes that it leaves open stand for control characters, as everywhere on the web. */
export function decodeWindows1252(bytes: Uint8Array): string {
  // Not a TextDecoder: some releases of Node read the bytes 80 to 9F as control characters there.
  return asBuffer(bytes)
    .toString("latin1")
    .replace(/[\x80-\x9f]/g, (char) => upperControls[char.charCodeAt(0) - 0x80]!);
}

const upperControls = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** Decodes pieces that are cut between characters, and knows at which line it stands until the first that is not UTF-8. */
class PieceDecoder {
  readonly #notice: Notice;
  #lines: number | undefined = 0;

  constructor(notice: Notice) {
    this.#notice = notice;
  }

  decode(piece: Buffer): string {
    if (isUtf8(piece)) {
      if (this.#lines !== undefined) this.#lines += countLines(piece);
      return piece.toString("utf8");
    }
    return linesOf(piece)
      .map((line) => this.#decodeLine(line))
      .join("");
  }

  #decodeLine(line: Buffer): string {
    if (this.#lines !== undefined) this.#lines++;
    if (isUtf8(line)) return line.toString("utf8");
    if (this.#lines !== undefined) {
      this.#notice(`line ${this.#lines} is not UTF-8: it, and any other such line, is read as windows-1252 (latin-1)`);
      this.#lines = undefined;
    }
    return decodeWindows1252(line);
  }
}

function cutPoint(bytes: Buffer): number {
  const afterLine = bytes.lastIndexOf(newline) + 1;
  if (afterLine > 0 || bytes.length < longestUncut) return afterLine;
  let end = bytes.length;
  // Back to before a character that may be cut: at most three bytes follow its first.
  while (end > bytes.length - 4 && (bytes[end - 1]! & 0xc0) === 0x80) end--;
  return bytes[end - 1]! >= 0xc0 ? end - 1 : bytes.length;
}

function linesOf(piece: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < piece.length; ) {
    const end = piece.indexOf(newline, at) + 1 || piece.length;
    lines.push(piece.subarray(at, end));
    at = end;
  }
  return lines;
}

function countLines(piece: Buffer): number {
  let count = 0;
  for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, at + 1)) count++;
  return count;
}

function utf16Decoder(head: Buffer, notice: Notice): TextDecoder | undefined {
  const encoding =
    head[0] === 0xff && head[1] === 0xfe ? "utf-16le" : head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : undefined;
  if (encoding === undefined) return undefined;
  notice(`the byte order mark says ${encoding.toUpperCase()}: the file is read so`);
  return new TextDecoder(encoding);
}

function withoutMark(head: Buffer): Buffer {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
