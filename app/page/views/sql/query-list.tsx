import type { SqlCatalog } from "./completion.ts";
import { forgetQueries, pastQueries } from "./query-history.ts";

interface Taking {
  /** Takes a statement in place of what is written, and runs it. */
  take(sql: string): void;
}

/** The questions that come with the program. */
export function SavedList({ saved, take }: Taking & Pick<SqlCatalog, "saved">) {
  return (
    <ul class="query-list">
      {saved.map(({ name, doc, sql }) => (
        <li key={name}>
          <button type="button" class="plain" onClick={() => take(sql)}>
            <span>{name.replaceAll("-", " ")}</span>
            <span class="small quiet">{doc}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What was run in this browser. */
export function HistoryList({ take }: Taking) {
  const queries = pastQueries.value;
  if (queries.length === 0) return <p class="small quiet">What you run is kept here, in this browser alone.</p>;
  return (
    <>
      <ul class="query-list">
        {queries.map(({ sql, time, rows }) => (
          <li key={sql}>
            <button type="button" class="plain" title={sql} onClick={() => take(sql)}>
              <code>{sql.replace(/\s+/g, " ")}</code>
              <span class="small quiet figure">
                {new Date(time).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" })},{" "}
                {rows.toLocaleString("en")} {rows === 1 ? "row" : "rows"}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="small" onClick={forgetQueries}>
        Forget them
      </button>
    </>
  );
}
