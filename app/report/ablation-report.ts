import type { AblationTable } from "../../pipelines/training/ablate.ts";
import { number, textTable } from "../terminal/output.ts";
import { escapeMarkdown, escapeMarkup } from "./markup.ts";
import { htmlPage, scrollingTable } from "./page.ts";

const columns = ["left out", "columns", "RMSE", "difference", "RMSE alone", "what it is"] as const;

/** An ablation for the terminal: a table and what it says. */
export function ablationText(table: AblationTable): string {
  return [textTable([columns, ...rowsOf(table)]), ...sentences(table)].join("\n");
}

/** The same in GitHub's Markdown. */
export function ablationMarkdown(table: AblationTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const alignments = columns.map((_, i) => (i === 0 || i === columns.length - 1 ? "---" : "--:"));
  const rows = rowsOf(table).map((cells) => line(cells.map(escapeMarkdown)));
  const lines = [line(columns), line(alignments), ...rows];
  return `# ${titleOf(table)}\n\n${sentences(table).map(escapeMarkdown).join(" ")}\n\n${lines.join("\n")}\n`;
}

/** The same as one self-contained page. */
export function ablationHtml(table: AblationTable): string {
  const cellsOf = (cells: readonly string[]) => cells.map((cell) => `<td>${escapeMarkup(cell)}</td>`).join("");
  const rows = rowsOf(table).map(
    ([name, ...cells]) => `<tr><th scope="row">${escapeMarkup(name!)}</th>${cellsOf(cells)}</tr>`,
  );
  const head = columns.map((name) => `<th scope="col">${name}</th>`).join("");
  const title = escapeMarkup(titleOf(table));
  const text = escapeMarkup(sentences(table).join(" "));
  return htmlPage(
    titleOf(table),
    `<h1>${title}</h1>\n<p>${text}</p>\n${scrollingTable(titleOf(table), `<tr>${head}</tr>`, rows)}`,
  );
}

function titleOf({ kind }: AblationTable): string {
  return `What ${kind} is made of`;
}

/** What nothing is left out of comes first, then what is worth most. */
function rowsOf({ rmse, groups }: AblationTable): readonly (readonly string[])[] {
  const total = groups.reduce((sum, group) => sum + group.columns, 0);
  const ranked = groups.toSorted((a, b) => b.difference - a.difference);
  return [
    ["nothing", number(total), number(rmse, 4), "", "", ""],
    ...ranked.map(({ name, columns, rmse, difference, alone, says }) => [
      name,
      number(columns),
      number(rmse, 4),
      signed(difference),
      number(alone, 4),
      says,
    ]),
  ];
}

function signed(difference: number): string {
  const digits = { minimumFractionDigits: 4, maximumFractionDigits: 4 };
  return difference.toLocaleString("en-US", { ...digits, signDisplay: "exceptZero" });
}

function sentences({ kind, split, seed, trainingRows, validationRows, costly }: AblationTable): readonly string[] {
  const without = costly.join(", ");
  return [
    `${kind} learned from ${number(trainingRows)} rows; errors on ${number(validationRows)} validation rows, split by ${split}, seed ${seed}. The test rows were not looked at.`,
    ...(without === ""
      ? []
      : [`${without} takes long to learn: all others were measured without it, its own row without and with it.`]),
  ];
}
