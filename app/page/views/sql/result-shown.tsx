import { useCallback, useMemo, useState } from "preact/hooks";
import type { Problem } from "../../api/client.ts";
import { Empty } from "../../parts/empty.tsx";
import { Failed } from "../../parts/failed.tsx";
import { VirtualTable } from "../../parts/virtual-table.tsx";
import { type ExportForm, exportForms, exportRows } from "./export.ts";
import { cellText, kindOf, lettersOf, type SqlResult } from "./result.ts";
import { ResultPlot } from "./result-plot.tsx";

interface Shown {
  readonly result: SqlResult;
  readonly sql: string;
  readonly milliseconds: number | undefined;
  /** Asks for more rows, where there are more. */
  more(limit: number): void;
}

const manyRows = 100_000;

/** A result as a table or as a plot, and ways to take it along. */
export function ResultShown({ result, sql, milliseconds, more }: Shown) {
  const [isPlot, setIsPlot] = useState(false);
  const { rows, isTruncated } = result;
  return (
    <section class="result-shown" aria-label="Result">
      <div class="bar">
        <fieldset class="switch">
          <legend class="unseen">Show as</legend>
          <button type="button" aria-pressed={!isPlot} onClick={() => setIsPlot(false)}>
            Table
          </button>
          <button type="button" aria-pressed={isPlot} onClick={() => setIsPlot(true)}>
            Plot
          </button>
        </fieldset>
        <p class="small quiet figure" aria-live="polite">
          {countText(rows.length, isTruncated)}
          {milliseconds !== undefined && ` in ${durationText(milliseconds)}`}
        </p>
        {isTruncated && rows.length < manyRows && (
          <button type="button" class="plain small" onClick={() => more(manyRows)}>
            Show up to 100,000
          </button>
        )}
        <Exports sql={sql} />
      </div>
      {rows.length === 0 ? <NoRows /> : isPlot ? <ResultPlot result={result} /> : <ResultTable result={result} />}
    </section>
  );
}

function countText(count: number, isTruncated: boolean): string {
  const rows = `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;
  return isTruncated ? `The first ${rows}, there are more,` : rows;
}

function durationText(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

function NoRows() {
  return (
    <Empty title="No rows">
      <p>Nothing in the tables is like this. They fill while the stream runs, a minute or so behind it.</p>
    </Empty>
  );
}

function ResultTable({ result }: { readonly result: SqlResult }) {
  const columns = useMemo(
    () =>
      result.columns.map((column, i) => ({
        name: column.name,
        about: `${column.name}: ${column.type}`,
        isNumber: kindOf(column) === "number",
        letters: lettersOf(result, i),
      })),
    [result],
  );
  const cell = useCallback(
    (row: number, column: number) => cellText(result.rows[row]![column], result.columns[column]!),
    [result],
  );
  return <VirtualTable label="Rows" columns={columns} count={result.rows.length} cell={cell} />;
}

function Exports({ sql }: { readonly sql: string }) {
  const [busy, setBusy] = useState<ExportForm>();
  const [problem, setProblem] = useState<Problem>();
  const take = async (form: ExportForm) => {
    setBusy(form);
    setProblem(await exportRows(sql, form));
    setBusy(undefined);
  };
  return (
    <>
      <fieldset class="exports">
        <legend class="unseen">All rows as a file</legend>
        {(Object.keys(exportForms) as ExportForm[]).map((form) => (
          <button key={form} type="button" class="small" disabled={busy !== undefined} onClick={() => void take(form)}>
            {busy === form ? `${form} …` : form}
          </button>
        ))}
      </fieldset>
      {problem && <Failed problem={problem} />}
    </>
  );
}
