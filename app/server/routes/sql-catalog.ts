import { savedQueries } from "../../../connectors/duckdb/saved-queries.ts";
import { readSqlCatalog, type SqlCatalog } from "../../../connectors/duckdb/sql-catalog.ts";
import type { AskedTables } from "../../../pipelines/tables.ts";
import { openData } from "../open-data.ts";
import { Problem } from "../problems.ts";
import { list, object, oneOf, text } from "../shape.ts";
import { route } from "./route.ts";

/** What the tables of a process hold does not change while it runs. */
const read = new WeakMap<AskedTables, Promise<SqlCatalog>>();

/** `GET /api/sql`: what may be asked, for whoever writes SQL. */
export const sqlCatalogRoute = route({
  method: "GET",
  path: "/api/sql",
  role: "read",
  summary: "The tables and views with their columns, the functions, and the saved questions.",
  answer: object({
    tables: list(
      object({
        name: text(),
        kind: oneOf(["table", "view"]),
        doc: text(),
        columns: list(object({ name: text(), type: text(), doc: text() })),
      }),
    ),
    functions: list(object({ name: text(), doc: text() })),
    saved: list(object({ name: text(), doc: text(), sql: text() })),
  }),
  async handle(_, served) {
    const { tables } = openData(served);
    if (tables === undefined) throw new Problem("NOT_READY", "no tables can be asked here");
    const saved = Object.entries(savedQueries).map(([name, { doc, sql }]) => ({ name, doc, sql }));
    return { ...(await catalogOf(tables)), saved };
  },
});

function catalogOf(tables: AskedTables): Promise<SqlCatalog> {
  const known = read.get(tables);
  if (known !== undefined) return known;
  const reading = tables.folder().then((folder) => readSqlCatalog(tables.gate, folder));
  read.set(tables, reading);
  // what failed is tried again by whoever asks next
  reading.catch(() => read.delete(tables));
  return reading;
}
