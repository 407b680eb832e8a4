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
import { learningCurveSummary } from "./learning-curve-svg.ts";
import { sparkline } from "./learning-curve-text.ts";
import { escapeMarkdown } from "./markup.ts";

/** The report of a ladder in GitHub's Markdown; the learning curves are lines of bars. */
export function ladderMarkdown(report: LadderReport): string {
  const meanings = columnMeanings(report).map(([name, meaning]) => `- **${name}**: ${escapeMarkdown(meaning)}`);
  const blocks = [
    `# ${ladderTitle}`,
    escapeMarkdown(ladderIntroduction(report)),
    ...report.parts.flatMap((part) => partBlocks(report, part)),
    "## What the columns say",
    meanings.join("\n"),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function partBlocks(report: LadderReport, part: LadderPart): readonly string[] {
  return [
    `## ${partTitle(part)}`,
    escapeMarkdown(partIntroduction(part)),
    escapeMarkdown(partVerdict(part)),
    table(ladderColumns(report), ladderRows(report, part)),
    reasons(part),
    ...curves(part),
  ];
}

function table(columns: readonly string[], rows: readonly LadderRow[]): string {
  if (rows.length === 0) return "";
  const alignments = columns.map((_, i) => (i === 0 ? "---" : "--:"));
  return [tableLine(columns), tableLine(alignments), ...rows.map(rowLine)].join("\n");
}

function rowLine({ reference, cells, isLineToBeat }: LadderRow): string {
  const texts = [reference, ...cells].map(escapeMarkdown);
  if (!isLineToBeat) return tableLine(texts);
  return tableLine(texts.map((text, i) => (i === 0 ? `**${text}** (line to beat)` : `**${text}**`)));
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function reasons(part: LadderPart): string {
  const items = emptyRungs(part).map(({ kind, reason }) => `- **${escapeMarkdown(kind)}**: ${escapeMarkdown(reason)}`);
  return items.length === 0 ? "" : ["Without a model:", "", ...items].join("\n");
}

function curves({ rungs }: LadderPart): readonly string[] {
  const trained = rungs.filter(isTrained).map(({ manifest }) => ({ manifest, curve: curveOf(manifest) }));
  const lines = trained
    .filter(({ curve }) => curve.length > 0)
    .map(({ manifest, curve }) => {
      const bars = sparkline(curve.map((point) => point.validationLoss));
      return tableLine([
        escapeMarkdown(manifest.reference),
        `\`${bars}\``,
        escapeMarkdown(learningCurveSummary(curve)),
      ]);
    });
  if (lines.length === 0) return [];
  return [
    "### Learning curves",
    [tableLine(["model", "validation loss", "in words"]), tableLine(["---", "---", "---"]), ...lines].join("\n"),
  ];
}
