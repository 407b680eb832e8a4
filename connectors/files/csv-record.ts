/** What a scan found at a place of a text: a record, a fault of the record there, or that more text is needed to tell. */
export type Scan =
  | { readonly fields: readonly string[]; readonly end: number; readonly lines: number }
  | { readonly fault: string }
  | undefined;

/**
 * Reads the record that begins at `from`: RFC 4180 with any one-character delimiter, `\n` or `\r\n`; a quote counts as one only at the
 * start of a field. `end` is where the next record begins, `lines` how many lines this one takes. With `isWhole` the end of the text ends the record.
 */
export function scanRecord(text: string, from: number, delimiter: string, isWhole: boolean): Scan {
  const newline = text.indexOf("\n", from);
  if (newline < 0 && !isWhole) return undefined;
  const line = withoutReturn(text.slice(from, newline < 0 ? text.length : newline));
  if (!line.includes('"')) {
    return { fields: line.split(delimiter), end: newline < 0 ? text.length : newline + 1, lines: 1 };
  }
  return scanQuoted(text, from, delimiter, isWhole);
}

/** The delimiter among `,` `;` tab and `|` that cuts the first records into most fields, evenly; a comma when none cuts them. */
export function detectDelimiter(head: string): string {
  let best = { delimiter: ",", evenness: 0, fields: 1 };
  for (const delimiter of [",", ";", "\t", "|"]) {
    const counts = fieldCounts(head, delimiter);
    const fields = counts[0] ?? 1;
    const evenness = counts.filter((count) => count === fields).length / Math.max(1, counts.length);
    if (fields > 1 && (evenness > best.evenness || (evenness === best.evenness && fields > best.fields))) {
      best = { delimiter, evenness, fields };
    }
  }
  return best.delimiter;
}

function fieldCounts(head: string, delimiter: string): readonly number[] {
  const counts: number[] = [];
  let at = 0;
  while (at < head.length && counts.length < 50) {
    const scan = scanRecord(head, at, delimiter, counts.length === 0);
    if (scan === undefined) break;
    if ("fault" in scan) {
      counts.push(0);
      at = startOfNextLine(head, at);
      continue;
    }
    if (!isBlankRecord(scan.fields)) counts.push(scan.fields.length);
    at = scan.end;
  }
  return counts;
}

/** Whether a record is no more than a blank line. */
export function isBlankRecord(fields: readonly string[]): boolean {
  return fields.length === 1 && fields[0]!.trim() === "";
}

/** Where the line after the one at `from` begins: the end of the text when there is none. */
export function startOfNextLine(text: string, from: number): number {
  const newline = text.indexOf("\n", from);
  return newline < 0 ? text.length : newline + 1;
}

function scanQuoted(text: string, from: number, delimiter: string, isWhole: boolean): Scan {
  const fields: string[] = [];
  let at = from;
  let lines = 1;
  for (;;) {
    const field =
      text[at] === '"' ? quotedField(text, at, delimiter, isWhole) : plainField(text, at, delimiter, isWhole);
    if (field === undefined || "fault" in field) return field;
    fields.push(field.value);
    lines += field.newlines;
    if (field.isLast) return { fields, end: field.next, lines };
    at = field.next;
  }
}

interface Field {
  readonly value: string;
  /** Where the next field or record begins. */
  readonly next: number;
  readonly isLast: boolean;
  /** How many newlines the value holds. */
  readonly newlines: number;
}

function plainField(text: string, from: number, delimiter: string, isWhole: boolean): Field | undefined {
  const newline = text.indexOf("\n", from);
  if (newline < 0 && !isWhole) return undefined;
  const end = newline < 0 ? text.length : newline;
  const cut = text.indexOf(delimiter, from);
  if (cut >= 0 && cut < end) return { value: text.slice(from, cut), next: cut + 1, isLast: false, newlines: 0 };
  const next = newline < 0 ? end : end + 1;
  return { value: withoutReturn(text.slice(from, end)), next, isLast: true, newlines: 0 };
}

function quotedField(
  text: string,
  from: number,
  delimiter: string,
  isWhole: boolean,
): Field | { fault: string } | undefined {
  const close = closingQuote(text, from + 1);
  if (close < 0) return isWhole ? { fault: "a quote is opened and never closed" } : undefined;
  let after = close + 1;
  while (text[after] === " " && delimiter !== " ") after++;
  if (text[after] === "\r" && (after + 1 === text.length || text[after + 1] === "\n")) after++;
  const isEnd = after >= text.length;
  if (isEnd && !isWhole) return undefined;
  const isDelimiter = text[after] === delimiter;
  if (!isEnd && !isDelimiter && text[after] !== "\n") {
    return { fault: `"${text.slice(after, after + 1)}" follows a closing quote, where a field should end` };
  }
  const raw = text.slice(from + 1, close);
  const value = raw.includes('"') ? raw.replaceAll('""', '"') : raw;
  return { value, next: isEnd ? after : after + 1, isLast: !isDelimiter, newlines: countNewlines(raw) };
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function countNewlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
