import type { TwinstreamError } from "../../schemas/errors.ts";
import { type NoteDetails, type NoteFormat, noteLine } from "./note-line.ts";

/** Prints a result on standard output: as JSON for a machine, as text for a person. */
export function printResult(isJson: boolean | undefined, value: unknown, text: () => string): void {
  process.stdout.write(`${isJson ? JSON.stringify(value) : text()}\n`);
}

let format: NoteFormat = process.env.TWINSTREAM_LOG_FORMAT === "json" ? "json" : "text";

/** Says how notes are written from now on; before, as TWINSTREAM_LOG_FORMAT says. */
export function setNoteFormat(wanted: NoteFormat): void {
  format = wanted;
}

/** How notes are written. */
export function noteFormat(): NoteFormat {
  return format;
}

/** Prints something that is not the result, on standard error; what renews itself there makes room for it. */
export function printNote(text: string, details: NoteDetails = {}): void {
  renewing?.clear();
  process.stderr.write(`${noteLine(format, text, details, new Date())}\n`);
}

/** Tells of a model that is left out, as it is damaged. */
export function noteDamaged({ message }: TwinstreamError): void {
  printNote(`left out: ${message}`);
}

let renewing: { clear(): void } | undefined;

/** Says what renews itself at the end of the terminal from now on, or that nothing does any more. */
export function setRenewing(what: { clear(): void } | undefined): void {
  renewing = what;
}

/**
 * Whoever reads the output may leave early, as `head` does. When standard output is closed nobody wants the result any more and the process ends;
 * when standard error is, the work goes on unseen.
 */
export function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    process.stderr.write(`twinstream: can't write the result: ${error.message}; make room, or send it elsewhere\n`);
    process.exit(1);
  });
  process.stderr.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

/** Lines in aligned columns; numbers to the right. The first row is the head. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const isNumeric = widths.map(
    (_, column) =>
      rows.length > 1 &&
      rows
        .slice(1)
        .every((row) => /^[-+~]?[\d.,]*\s?[%a-z]*$/.test(row[column] ?? "") && /\d|^-?$/.test(row[column] ?? "")),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => (isNumeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A number for people: 12,345 or 0.4821. */
export function number(value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "-";
  // what rounds to zero has no sign
  const shown = { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: "negative" } as const;
  return value.toLocaleString("en-US", shown);
}

/** A share for people: 84.1 %. */
export function percent(share: number): string {
  return `${number(100 * share, 1)} %`;
}
