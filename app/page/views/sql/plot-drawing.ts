import { barX, barY, binX, dot, lineY, type Markish, type PlotOptions, rectY, ruleX, ruleY } from "@observablehq/plot";
import type { PlotChoice } from "./plot-guess.ts";
import { kindOf, type SqlColumn, type SqlResult } from "./result.ts";

/** More marks than these no eye tells apart, and no browser draws at once. */
export const mostMarks = { bar: 60, line: 20_000, dot: 20_000, histogram: 200_000 } as const;

/** In their order; they follow the theme by themselves. */
const seriesColours = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `var(--series-${n})`);

interface Mark {
  readonly x: number | Date | string | null;
  readonly y: number | Date | string | null;
  readonly colour: string | null;
}

/** The first rows of a result drawn as they were chosen. */
export function plotDrawing(result: SqlResult, choice: PlotChoice): PlotOptions & { readonly height: number } {
  const { columns } = result;
  const [x, y] = [columns[choice.x]!, choice.y === undefined ? undefined : columns[choice.y]];
  const colour = choice.colour === undefined ? undefined : columns[choice.colour];
  const rows = marksFrom(result, choice);
  const isSideways = choice.mark === "bar" && y !== undefined && kindOf(y) === "name";
  const names = isSideways ? [...new Set(rows.map((row) => String(row.y)))] : [];
  const tilted = !isSideways && choice.mark === "bar" && kindOf(x) === "name";
  return {
    height: isSideways ? 70 + 24 * names.length : 360,
    marginLeft: isSideways ? Math.min(200, 24 + 7 * Math.max(...names.map((name) => name.length))) : 56,
    ...{ marginRight: 24, marginBottom: tilted ? 96 : 40 },
    x: { label: x.name, grid: true, ...(tilted && { tickRotate: -40 }) },
    y: isSideways
      ? { label: null, domain: names, tickFormat: (name: string) => shortened(name) }
      : { label: y?.name ?? "rows", grid: true },
    color: { range: seriesColours, ...(colour && { legend: true, label: colour.name }) },
    marks: drawn(rows, { mark: choice.mark, isSideways, fill: colour === undefined ? "var(--series-1)" : "colour" }),
  };
}

function marksFrom({ columns, rows }: SqlResult, { mark, x, y, colour }: PlotChoice): readonly Mark[] {
  const at = (row: readonly unknown[], place: number | undefined) =>
    place === undefined ? null : plotValue(row[place], columns[place]!);
  return rows.slice(0, mostMarks[mark]).map((row) => ({
    ...{ x: at(row, x), y: at(row, y) },
    colour: colour === undefined ? null : String(row[colour] ?? "–"),
  }));
}

function shortened(name: string): string {
  return name.length > 26 ? `${name.slice(0, 25)}…` : name;
}

interface Drawing {
  readonly mark: PlotChoice["mark"];
  /** Whether bars lie, so that their names can be read. */
  readonly isSideways: boolean;
  readonly fill: string;
}

function drawn(rows: readonly Mark[], { mark, isSideways, fill }: Drawing): Markish[] {
  const at = { x: "x", y: "y", tip: true } as const;
  if (mark === "histogram") return [rectY(rows, { ...binX({ y: "count" }, { x: "x" }), fill, tip: true }), ruleY([0])];
  if (mark === "dot") return [dot(rows, { ...at, stroke: fill, r: 3 })];
  if (mark === "line")
    return [lineY(rows, { ...at, stroke: fill, z: "colour", strokeWidth: 2 }), ...fewDots(rows, fill)];
  if (isSideways) return [barX(rows, { ...at, fill, insetTop: 2, insetBottom: 2 }), ruleX([0])];
  return [barY(rows, { ...at, fill }), ruleY([0])];
}

/** Where a line has few points, each is to be seen. */
function fewDots(rows: readonly Mark[], fill: string): Markish[] {
  return rows.length > 100 ? [] : [dot(rows, { x: "x", y: "y", fill, r: 3 })];
}

function plotValue(value: unknown, column: SqlColumn): number | Date | string | null {
  if (value === null || value === undefined) return null;
  const kind = kindOf(column);
  if (kind === "number") return Number(value);
  return kind === "time" ? new Date(String(value)) : String(value);
}
