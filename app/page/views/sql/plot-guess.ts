import { type ColumnKind, kindOf, type SqlResult } from "./result.ts";

/** The forms of a plot. */
export const plotMarks = { bar: "Bars", line: "Lines", dot: "Dots", histogram: "Histogram" } as const;

/** A form of a plot. */
export type PlotMark = keyof typeof plotMarks;

/** What is drawn: the places of the columns. */
export interface PlotChoice {
  readonly mark: PlotMark;
  readonly x: number;
  /** Undefined: how many rows there are. */
  readonly y: number | undefined;
  readonly colour: number | undefined;
}

/** So many colours can be told apart. */
const mostColours = 8;

/** What one would probably draw of a result; undefined where nothing in it can be measured. */
export function guessPlot(result: SqlResult): PlotChoice | undefined {
  const of = (kind: ColumnKind) => result.columns.flatMap((column, i) => (kindOf(column) === kind ? [i] : []));
  const [numbers, times, names] = [of("number"), of("time"), of("name")];
  const [number, other] = numbers;
  if (number === undefined) return undefined;
  const ranked = numbers.find((each) => isRanked(result, each)) ?? number;
  const colour = names.find((name) => colourCount(result, name) > 1);
  if (times[0] !== undefined) return { mark: "line", x: times[0], y: number, colour };
  if (other !== undefined && isRising(result, number)) return { mark: "line", x: number, y: other, colour };
  if (names[0] !== undefined)
    return { mark: "bar", x: ranked, y: names[0], colour: names.slice(1).find((name) => name === colour) };
  if (other !== undefined) return { mark: "dot", x: number, y: other, colour };
  return { mark: "histogram", x: number, y: undefined, colour: undefined };
}

/** How many values a column has that get a colour each; 0 where they are too many. */
function colourCount({ rows }: SqlResult, column: number): number {
  const values = new Set<unknown>();
  for (const row of rows) if (values.add(row[column]).size > mostColours) return 0;
  return values.size;
}

/** Whether the rows are in the order of a column, such as most first. */
function isRanked({ rows }: SqlResult, column: number): boolean {
  const steps = rows.slice(1).map((row, i) => Math.sign(Number(row[column]) - Number(rows[i]![column])));
  return steps.some((step) => step !== 0) && !(steps.includes(1) && steps.includes(-1));
}

/** Whether the values go up from row to row, as positions and hours do. */
function isRising({ rows }: SqlResult, column: number): boolean {
  return rows.length > 2 && rows.every((row, i) => i === 0 || Number(row[column]) > Number(rows[i - 1]![column]));
}
