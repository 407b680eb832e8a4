import { signal } from "@preact/signals";

/** A statement that was run here. */
export interface PastQuery {
  readonly sql: string;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly rows: number;
}

const kept = "twinstream-queries";
const most = 50;

/** What was run in this browser, newest first, each statement once. */
export const pastQueries = signal<readonly PastQuery[]>(read());

/** Keeps a statement that was answered. */
export function remember(query: PastQuery): void {
  keep([query, ...pastQueries.value.filter(({ sql }) => sql !== query.sql)].slice(0, most));
}

/** Forgets all of them. */
export function forgetQueries(): void {
  keep([]);
}

function keep(queries: readonly PastQuery[]): void {
  pastQueries.value = queries;
  localStorage.setItem(kept, JSON.stringify(queries));
}

function read(): readonly PastQuery[] {
  try {
    const queries: unknown = JSON.parse(localStorage.getItem(kept) ?? "[]");
    return Array.isArray(queries) ? queries.filter(isQuery) : [];
  } catch {
    return []; // what somebody else wrote there is no history
  }
}

function isQuery(value: unknown): value is PastQuery {
  if (typeof value !== "object" || value === null) return false;
  const { sql, time, rows } = value as Partial<PastQuery>;
  return typeof sql === "string" && typeof time === "number" && typeof rows === "number";
}
