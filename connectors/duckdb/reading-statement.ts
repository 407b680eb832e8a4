import { refused } from "./query-errors.ts";

/** What may stand before a word: comments that DuckDB can't take for anything else, as nested ones or those that end with a bare return. */
const blank = "(?:\\s|--[^\\r\\n]*\\r?\\n|/\\*(?:(?!/\\*|\\*/)[^])*\\*/)";
const readingWords = "select with from values table describe desc show summarize pivot unpivot";
const reading = new RegExp(`^${blank}*(?:(?:${readingWords.replaceAll(" ", "|")})\\b|\\()`, "i");
const explaining = new RegExp(`^${blank}*explain${blank}+(?:analyze${blank}+)?([^]*)$`, "i");

/**
 * What tells of the machine that a query runs on, as settings name folders, and what makes a statement of a text, in which the others could be hidden. It is
 * looked for by its name, also in quotes, as nothing of it is to be seen any more in a statement that is prepared.
 */
const aboutMachine = new RegExp(
  `\\b(?:duckdb_settings|duckdb_extensions|duckdb_secrets|current_setting|json_execute_serialized_sql|query"?(?=${blank}*\\())|u&"`,
  "i",
);

/** What a statement names that would tell of the machine; undefined where it names nothing of it. */
export function namedOfMachine(sql: string): string | undefined {
  return aboutMachine.exec(sql)?.[0];
}

/**
 * Refuses, by its first word, what does not read, because some statements act as soon as they are prepared: EXPORT makes its folder. It needs no database.
 * Throws SQL_REFUSED.
 */
export function requireReading(sql: string): void {
  if (/^[\s;]*$/.test(sql)) throw refused("it is empty; write a SELECT");
  const hidden = namedOfMachine(sql);
  if (hidden !== undefined) throw refused(`${hidden} would tell of the machine, not of the tables; leave it out`);
  if (reading.test(explained(sql) ?? sql)) return;
  throw refused(`it has to begin with one of the words ${readingWords.toUpperCase()}, or EXPLAIN and one of them`);
}

/** The statement that an EXPLAIN is about; undefined where it is none. */
export function explained(sql: string): string | undefined {
  return explaining.exec(sql)?.[1];
}
