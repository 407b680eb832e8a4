import type { PlainValue } from "../../connectors/duckdb/plain-values.ts";
import { csvLine } from "../../connectors/files/csv-line.ts";

/** A row for a table that people read: numbers short, long texts cut. */
export function tableRow(row: readonly PlainValue[]): readonly string[] {
  return row.map((value) => {
    if (value === null) return "-";
    if (typeof value === "number" && !Number.isInteger(value)) return String(Number(value.toPrecision(6)));
    const text = cellText(value).replace(/\s+/g, " ");
    return text.length > 80 ? `${text.slice(0, 79)}…` : text;
  });
}

/** Rows as CSV (RFC 4180); NULL is empty. */
export function csvText(rows: readonly (readonly PlainValue[])[]): string {
  return rows.map((row) => csvLine(row.map((value) => (value === null ? "" : cellText(value))))).join("");
}

/** One row as a JSON object; bytes in base64, whole numbers beyond 2^53 as text. */
export function jsonText(names: readonly string[], row: readonly PlainValue[]): string {
  return JSON.stringify(Object.fromEntries(row.map((value, i) => [names[i], jsonValue(value)])));
}

/** One row as a JSON list, its values as in `jsonText`. */
export function jsonList(row: readonly PlainValue[]): string {
  return JSON.stringify(row.map(jsonValue));
}

function cellText(value: Exclude<PlainValue, null>): string {
  const plain = jsonValue(value);
  return typeof plain === "object" ? JSON.stringify(plain) : String(plain);
}

function jsonValue(value: PlainValue): unknown {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(jsonValue);
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, jsonValue(inner)]));
  return value;
}
