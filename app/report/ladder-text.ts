import { textTable } from "../terminal/output.ts";
import {
  emptyRungs,
  type LadderPart,
  type LadderReport,
  type LadderRow,
  ladderColumns,
  ladderRows,
} from "./ladder-report.ts";
import { partTitle } from "./ladder-sentences.ts";

/** The tables of a ladder for the terminal, with the kinds that have no model below each. */
export function ladderText(report: LadderReport): string {
  return report.parts.map((part) => partText(report, part)).join("\n\n");
}

function partText(report: LadderReport, part: LadderPart): string {
  const rows = ladderRows(report, part).map(rowCells);
  const table = rows.length === 0 ? [] : [textTable([[...ladderColumns(report), ""], ...rows])];
  const reasons = emptyRungs(part).map(({ kind, reason }) => `${kind}: ${reason}`);
  return [`${partTitle(part)} (split by ${part.split})`, ...table, ...reasons].join("\n");
}

function rowCells({ reference, cells, isLineToBeat }: LadderRow): readonly string[] {
  return [reference, ...cells, isLineToBeat ? "line to beat" : ""];
}
