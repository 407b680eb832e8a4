import {
  curveOf,
  emptyRungs,
  isTrained,
  type LadderPart,
  type LadderReport,
  type LadderRow,
  ladderColumns,
  ladderRows,
} from "./ladder-report.ts";
import {
  columnMeanings,
  ladderIntroduction,
  ladderTitle,
  partIntroduction,
  partTitle,
  partVerdict,
} from "./ladder-sentences.ts";
import { learningCurveSvg } from "./learning-curve-svg.ts";
import { escapeMarkup } from "./markup.ts";
import { htmlPage, scrollingTable } from "./page.ts";

/** The report of a ladder as one self-contained page: a table and the learning curves for each way to divide the rows. */
export function ladderHtml(report: LadderReport): string {
  const meanings = columnMeanings(report).map(([name, meaning]) => `<dt>${name}</dt><dd>${escapeMarkup(meaning)}</dd>`);
  const body = [
    `<h1>${ladderTitle}</h1>`,
    paragraph(ladderIntroduction(report)),
    ...report.parts.map((part) => section(report, part)),
    `<h2>What the columns say</h2>\n<dl>\n${meanings.join("\n")}\n</dl>`,
  ];
  return htmlPage(`${ladderTitle}: ${report.from}`, body.join("\n"));
}

function paragraph(text: string): string {
  return text === "" ? "" : `<p>${escapeMarkup(text)}</p>`;
}

function section(report: LadderReport, part: LadderPart): string {
  const head = ladderColumns(report).map((name) => `<th scope="col">${name}</th>`);
  const rows = ladderRows(report, part).map(rowMarkup);
  const caption = `Models by error, split by ${part.split}`;
  return [
    `<section>\n<h2>${partTitle(part)}</h2>`,
    paragraph(partIntroduction(part)),
    paragraph(partVerdict(part)),
    rows.length === 0 ? "" : scrollingTable(caption, `<tr>${head.join("")}</tr>`, rows),
    reasons(part),
    curves(part),
    "</section>",
  ].join("\n");
}

function rowMarkup({ reference, cells, isLineToBeat }: LadderRow): string {
  const tag = isLineToBeat ? '<span class="tag">line to beat</span>' : "";
  const figures = cells.map((cell) => `<td>${escapeMarkup(cell)}</td>`).join("");
  return `<tr${isLineToBeat ? ' class="marked"' : ""}><th scope="row">${escapeMarkup(reference)}${tag}</th>${figures}</tr>`;
}

function reasons(part: LadderPart): string {
  const items = emptyRungs(part).map(
    ({ kind, reason }) => `<li><strong>${escapeMarkup(kind)}</strong>: ${escapeMarkup(reason)}</li>`,
  );
  return items.length === 0 ? "" : `<p>Without a model:</p>\n<ul>\n${items.join("\n")}\n</ul>`;
}

function curves({ rungs }: LadderPart): string {
  const drawings = rungs
    .filter(isTrained)
    .map(({ manifest }) => ({ title: `${manifest.reference}, loss by epoch`, curve: curveOf(manifest) }))
    .filter(({ curve }) => curve.length > 0)
    .map(({ title, curve }) => `<figure>${learningCurveSvg(curve, title)}</figure>`);
  return drawings.length === 0 ? "" : `<h3>Learning curves</h3>\n<div class="curves">\n${drawings.join("\n")}\n</div>`;
}
