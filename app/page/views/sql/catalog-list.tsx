import { useState } from "preact/hooks";
import type { SqlCatalog } from "./completion.ts";

interface Listing {
  readonly catalog: SqlCatalog;
  /** Takes a name into the statement. */
  insert(name: string): void;
  /** Takes a statement in place of what is written. */
  take(sql: string): void;
}

/** The tables and views with their columns, to look at and to take into the statement. */
export function CatalogList({ catalog, insert, take }: Listing) {
  const [wanted, setWanted] = useState("");
  const words = wanted.trim().toLowerCase();
  const tables = catalog.tables.filter(
    ({ name, columns }) => name.includes(words) || columns.some((column) => column.name.includes(words)),
  );
  return (
    <div class="catalog-list">
      <label>
        <span class="unseen">Find a table or a column</span>
        <input
          type="search"
          placeholder="Find a table or column"
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      </label>
      {tables.length === 0 && <p class="small quiet">No table or column is called so.</p>}
      {tables.map((table) => (
        <Table key={table.name} table={table} words={words} insert={insert} take={take} />
      ))}
    </div>
  );
}

interface TableListing extends Pick<Listing, "insert" | "take"> {
  readonly table: SqlCatalog["tables"][number];
  readonly words: string;
}

function Table({ table: { name, kind, doc, columns }, words, insert, take }: TableListing) {
  const found = name.includes(words) ? columns : columns.filter((column) => column.name.includes(words));
  return (
    <details open={words.length > 1 && found.length < columns.length}>
      <summary title={doc}>
        <code>{name}</code>
        {kind === "view" && <span class="small quiet">view</span>}
      </summary>
      <p class="small quiet">
        {doc}{" "}
        <button type="button" class="link" onClick={() => take(`FROM ${name} LIMIT 100`)}>
          Look inside
        </button>
      </p>
      <ul>
        {found.map((column) => (
          <li key={column.name}>
            <button type="button" class="plain" title={column.doc} onClick={() => insert(column.name)}>
              <code>{column.name}</code>
              <span class="small quiet">{column.type.toLowerCase()}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
