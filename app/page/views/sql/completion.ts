import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { PostgreSQL, SQLDialect, type SQLNamespace } from "@codemirror/lang-sql";
import type { AnswerOf } from "../../api/answers.ts";

/** What may be asked: tables, functions, saved questions. */
export type SqlCatalog = AnswerOf<"/api/sql">;

const words = `${PostgreSQL.spec.keywords} qualify summarize describe pivot unpivot asof positional exclude sample columns`;
/** Words of PostgreSQL that are names of columns here. */
const names = /\b(query|source|time|type|value|position|key|day|label|rule|model)\b/g;

/** The SQL of DuckDB: that of PostgreSQL and some words more. */
export const duckDb = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: words.replaceAll(names, ""),
  doubleQuotedStrings: false,
});

/** The tables for what completes `FROM …` and `table.…`. */
export function namespaceOf({ tables }: SqlCatalog): SQLNamespace {
  return Object.fromEntries(
    tables.map(({ name, kind, doc, columns }) => [
      name,
      { self: { label: name, type: "class", detail: kind, info: doc }, children: columns.map(columnChoice) },
    ]),
  );
}

function columnChoice({ name, type, doc }: SqlCatalog["tables"][number]["columns"][number]): Completion {
  return { label: name, type: "property", detail: type, info: doc, boost: 1 };
}

/** Completes a bare word by the columns of those tables that the statement names, and by functions. */
export function completeWords({ tables, functions }: SqlCatalog) {
  const calls = functions.map(({ name, doc }) => ({
    ...{ label: name, type: "function", apply: `${name}(`, boost: -1 },
    ...(doc !== "" && { info: doc }),
  }));
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/\w+/);
    if (word === null && !context.explicit) return null;
    const from = word?.from ?? context.pos;
    if (context.state.sliceDoc(from - 1, from) === ".") return null;
    const named = new Set(context.state.doc.toString().toLowerCase().match(/\w+/g));
    const columns = tables.filter(({ name }) => named.has(name)).flatMap((table) => table.columns);
    const choices = new Map(columns.map((column) => [column.name, columnChoice(column)]));
    return { from, options: [...choices.values(), ...calls], validFor: /^\w*$/ };
  };
}
