import type { DuckDBValue } from "@duckdb/node-api";
import { duckdb } from "./client.ts";

/** A value of a query's result: what JSON knows, bytes, and bigint for whole numbers beyond 2^53. */
export type PlainValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

/** A DuckDB value as a plain one: timestamps and dates as ISO 8601 in UTC, blobs as bytes, decimals as numbers, maps as objects; types that JavaScript has nothing for as their text. */
export function plainValue(value: DuckDBValue): PlainValue {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value === null || typeof value !== "object") return value as PlainValue;
  const types = duckdb();
  if (value instanceof types.DuckDBBlobValue) return new Uint8Array(value.bytes);
  if (value instanceof types.DuckDBDecimalValue) return value.toDouble();
  if (value instanceof types.DuckDBListValue || value instanceof types.DuckDBArrayValue)
    return value.items.map(plainValue);
  if (value instanceof types.DuckDBStructValue) return plainObject(Object.entries(value.entries));
  if (value instanceof types.DuckDBMapValue) {
    return plainObject(value.entries.map(({ key, value }) => [String(key), value]));
  }
  return isTimestamp(value) ? isoTime(String(value)) : String(value);
}

function plainObject(entries: readonly (readonly [string, DuckDBValue])[]): PlainValue {
  return Object.fromEntries(entries.map(([name, value]) => [name, plainValue(value)]));
}

const timestamps = [
  "DuckDBTimestampValue",
  "DuckDBTimestampTZValue",
  "DuckDBTimestampMillisecondsValue",
  "DuckDBTimestampSecondsValue",
  "DuckDBTimestampNanosecondsValue",
] as const;

function isTimestamp(value: object): boolean {
  return timestamps.some((name) => value instanceof duckdb()[name]);
}

/** `2024-05-01 10:00:00.5+00` as `2024-05-01T10:00:00.500Z`; infinities and far years stay as DuckDB writes them. */
function isoTime(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)?(?:\+00)?$/.exec(text);
  if (match === null) return text;
  const fraction = (match[3] ?? ".").padEnd(4, "0");
  return `${match[1]}T${match[2]}${fraction}Z`;
}
