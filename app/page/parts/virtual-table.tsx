import { useLayoutEffect, useRef, useState } from "preact/hooks";
import "./virtual-table.css";

/** A column of a table. */
export interface TableColumn {
  readonly name: string;
  /** What is said when one points at its name, such as its type. */
  readonly about: string;
  readonly isNumber: boolean;
  /** Letters that most of its values need. */
  readonly letters: number;
}

interface Rows {
  readonly label: string;
  readonly columns: readonly TableColumn[];
  readonly count: number;
  /** The text of a cell; undefined where there is no value. */
  cell(row: number, column: number): string | undefined;
}

const rowHeight = 28;
const headHeight = 32;
/** So many rows beyond either end are drawn, so that nothing is seen to come. */
const spare = 12;

/** A table of any number of rows, of which only those in sight are drawn. */
export function VirtualTable({ label, columns, count, cell }: Rows) {
  const frame = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(0);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => setHeight(frame.current?.clientHeight ?? 0));
    watch.observe(frame.current!);
    return () => watch.disconnect();
  }, []);
  const first = Math.max(0, Math.floor(scrolled / rowHeight) - spare);
  const last = Math.min(count, Math.ceil((scrolled + height) / rowHeight) + spare);
  const inSight = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
  return (
    <section
      ref={frame}
      class="virtual-table"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
      tabIndex={0}
      onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
    >
      <div style={{ height: `${headHeight + count * rowHeight}px`, paddingTop: `${first * rowHeight}px` }}>
        <table
          aria-rowcount={count + 1}
          style={{ width: `${columns.reduce((sum, { letters }) => sum + letters + 4, 0)}ch` }}
        >
          <colgroup>
            {columns.map(({ name, letters }, i) => (
              <col key={`${i} ${name}`} style={{ width: `${letters + 4}ch` }} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {columns.map(({ name, about, isNumber }, i) => (
                <th key={`${i} ${name}`} scope="col" title={about} class={isNumber ? "number" : undefined}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {inSight.map((row) => (
              <tr key={row} aria-rowindex={row + 2}>
                {columns.map(({ name, isNumber }, column) => (
                  <Cell key={`${column} ${name}`} text={cell(row, column)} isNumber={isNumber} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Cell({ text, isNumber }: { readonly text: string | undefined; readonly isNumber: boolean }) {
  if (text === undefined) return <td class={isNumber ? "number quiet" : "quiet"}>–</td>;
  return (
    <td class={isNumber ? "number" : undefined} title={text.length > 24 ? text : undefined}>
      {text}
    </td>
  );
}
