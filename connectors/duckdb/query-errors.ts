import { TwinstreamError } from "../../schemas/errors.ts";

/** What DuckDB says of a failure, with `errors_as_json` or without. */
interface Fault {
  /** Such as `Binder` or `Out of Memory`. */
  readonly type: string;
  readonly text: string;
  /** Where in the SQL, in bytes from its beginning. */
  readonly position: number | undefined;
}

/** The kinds of error with which DuckDB tells of a Parquet file that was cut off or overwritten, and how it names the file. */
const brokenTypes: readonly string[] = ["Invalid Input", "IO", "Serialization", "TProtocolException"];
const brokenFile = /^[^\n]*'([^'\n]+\.parquet)'/;

/** The error of a statement that may not run here. */
export function refused(reason: string): TwinstreamError {
  return new TwinstreamError("SQL_REFUSED", `the statement is refused: ${reason}`);
}

/** What DuckDB threw for a statement, as SQL_REFUSED, SQL_STOPPED, SQL_FAILED or DATA_DAMAGED, in a sentence that says where in the SQL. */
export function queryError(sql: string, error: unknown): TwinstreamError {
  if (error instanceof TwinstreamError) return error;
  const fault = readFault((error as Error).message);
  if (fault.type === "Permission") return refused(`it reaches outside the tables: ${sentenceOf(sql, fault)}`);
  if (fault.type === "Out of Memory") return outOfMemory(error);
  const file = brokenTypes.includes(fault.type) ? brokenFile.exec(fault.text)?.[1] : undefined;
  if (file !== undefined) {
    const remedy =
      "restore it from a copy, or move the tables folder away and let `twinstream run --drain` make it again";
    return new TwinstreamError("DATA_DAMAGED", `"${file}" is no whole Parquet file; ${remedy}`, error);
  }
  return new TwinstreamError("SQL_FAILED", sentenceOf(sql, fault), error);
}

/** The error of a query that needs more memory than it may use. */
export function outOfMemory(cause?: unknown): TwinstreamError {
  const what = "the query needs more memory than it may use; ask for fewer rows or columns at once, or allow it more";
  return new TwinstreamError("SQL_STOPPED", what, cause);
}

function readFault(message: string): Fault {
  const json = /\{"exception_type".*\}$/s.exec(message)?.[0];
  if (json === undefined) {
    const [, type = "", text = message] =
      /^(?:Failed to [a-z ]+: )?([A-Za-z ]+?)(?: Error)?: (.*)$/s.exec(message) ?? [];
    return { type, text, position: undefined };
  }
  const { exception_type: type, exception_message: text, position } = JSON.parse(json) as Record<string, string>;
  return { type: type!, text: text!, position: position === undefined ? undefined : Number(position) };
}

/** Such as `line 2, column 3, at "nope FROM scores": Referenced column "nope" not found`. */
function sentenceOf(sql: string, { text, position }: Fault): string {
  const what = shortened(text.trim(), mostOfText);
  const place = position === undefined ? undefined : placeOf(sql, position);
  if (place === undefined) return `${what}; in: ${shortened(sql, mostOfSql)}`;
  const { line, column, rest } = place;
  return `line ${line}, column ${column}, at "${shortened(rest, mostOfRest)}": ${what}`;
}

const mostOfText = 600;
const mostOfSql = 200;
const mostOfRest = 40;

/** A text in one line of at most so many characters. */
function shortened(text: string, most: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** Line and column, counted from 1, and what stands there; undefined where there is no such place, as in a statement that DuckDB has rewritten. */
function placeOf(sql: string, position: number): { line: number; column: number; rest: string } | undefined {
  const bytes = Buffer.from(sql);
  if (position > bytes.length) return undefined;
  const lines = bytes.subarray(0, position).toString().split("\n");
  const [rest = ""] = bytes.subarray(position).toString().split("\n");
  return { line: lines.length, column: [...lines.at(-1)!].length + 1, rest };
}
