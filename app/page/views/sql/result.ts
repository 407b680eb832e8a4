import type { paths } from "../../api/generated/api.ts";

/** What `POST /api/sql` answers. */
export type SqlResult = paths["/api/sql"]["post"]["responses"]["200"]["content"]["application/json"];

/** A column of a result. */
export type SqlColumn = SqlResult["columns"][number];

/** What can be done with the values of a column: count with them, put them on a line of time, or tell them apart. */
export type ColumnKind = "number" | "time" | "name";

/** The kind of a column, by what DuckDB calls its type. */
export function kindOf({ type }: SqlColumn): ColumnKind {
  if (/^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|U\w*INT\w*|FLOAT|DOUBLE|DECIMAL\(\d+,\s*\d+\))$/.test(type))
    return "number";
  return /^(DATE|TIMESTAMP\b.*)$/.test(type) ? "time" : "name";
}

/** A value as a person reads it; undefined where there is none. */
export function cellText(value: unknown, column: SqlColumn): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (kindOf(column) === "number") return numberText(value, column);
  if (typeof value === "object") return JSON.stringify(value);
  return kindOf(column) === "time"
    ? String(value)
        .replace(/(\d)T(\d)/, "$1 $2")
        .replace(/(\.000)?Z$/, "")
    : String(value);
}

/** Whole numbers as they are, others to six digits. */
function numberText(value: unknown, { type }: SqlColumn): string {
  if (typeof value !== "number" || type.endsWith("INT") || type === "INTEGER") return String(value);
  return String(Number(value.toPrecision(6)));
}

const fewest = 4;
const most = 48;

/** How many letters a column needs: its name and most of its first values. */
export function lettersOf({ columns, rows }: SqlResult, column: number): number {
  const lengths = rows.slice(0, 200).map((row) => cellText(row[column], columns[column]!)?.length ?? 1);
  const usual = lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length * 0.95)] ?? 0;
  return Math.min(most, Math.max(fewest, columns[column]!.name.length, usual));
}
