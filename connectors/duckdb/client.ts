import { createRequire } from "node:module";
import type * as Client from "@duckdb/node-api";
import type Bindings from "@duckdb/node-bindings";

// Both are CommonJS: an `import` reads their 181 files twice, once only for the names in them.
const load = createRequire(import.meta.url);

let client: typeof Client | undefined;

/** DuckDB's client. It is loaded when it is first asked for, as it would be a third of the start of commands that read no table. */
export function duckdb(): typeof Client {
  client ??= { ...(load("@duckdb/node-api") as typeof Client) }; // a copy, as there each name is looked up through two getters
  return client;
}

let bindings: typeof Bindings | undefined;

/** The C interface of DuckDB below its client, loaded likewise. */
export function duckdbBindings(): typeof Bindings {
  bindings ??= load("@duckdb/node-bindings") as typeof Bindings;
  return bindings;
}
