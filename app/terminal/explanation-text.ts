import type { MatchRule, WordMatch } from "../../models/features/alignment.ts";
import type { Difference, ProductComparison } from "../../pipelines/explain/compare-products.ts";
import { type Contribution, groupSums } from "../../pipelines/explain/contributions.ts";
import type { ExplainedProduct, Explanation } from "../../pipelines/explain/explain-scores.ts";
import { number } from "./output.ts";

/** A comparison of two products by their places, counted from 1. */
export interface PlacedComparison extends ProductComparison {
  readonly first: number;
  readonly second: number;
}

const digits = 3;
const mostLines = 5;
const lineWidth = 110;
/** Scores that differ by less were rounded differently, not brought into a range. */
const rounding = 1e-4;

/** An explanation for a person: how the query is read, each title with its words and contributions, and why one is above another. */
export function explanationText(explanation: Explanation, comparisons: readonly PlacedComparison[]): string {
  return [
    readingText(explanation),
    ...explanation.products.map((product, i) => productText(product, i + 1, explanation)),
    ...comparisons.map((comparison) => comparisonText(comparison, explanation)),
  ].join("\n\n");
}

function readingText({ model, query, reading, base }: Explanation): string {
  const words = reading.words.length > 0 ? reading.words.join(" ") : "no word at all";
  const rewrites = reading.rewrites.map(({ from, to, rule }) => `${from} → ${to} by ${rule}`);
  const trail = rewrites.length > 0 ? `  (${rewrites.join(", ")})` : "";
  const unable = `${model} can't tell what its scores are made of; left out in turn, the parts of the query show what they do`;
  return [`${model} reads "${query}" as: ${words}${trail}`, ...(base === undefined ? [unable] : [])].join("\n");
}

function productText(product: ExplainedProduct, place: number, explanation: Explanation): string {
  const { title, score, matches, unmatched, contributions, without } = product;
  const beside = [...new Set(unmatched.map(({ written }) => written))];
  const left = without.map(({ piece, adds }) => `${piece} ${signed(-adds)}`);
  return [
    `${place}  ${number(score, digits)}  ${title}`,
    ...wrapped(
      matches.map((match) => matchText(match, matches)),
      "   ",
    ),
    ...wrapped(beside, ", ", "not asked for: "),
    ...(contributions === undefined ? [] : contributionLines(contributions)),
    ...(contributions === undefined ? [] : [sumText(product, contributions, explanation)]),
    ...wrapped(left, ", ", "left out of the query: "),
  ].join("\n   ");
}

const ruleNames: { readonly [rule in MatchRule]: string } = {
  exact: "exact",
  stem: "same stem",
  compound: "compound",
  number: "same number, one without unit",
  part: "part of a word",
  edit: "almost the same letters",
  conflict: "another number",
  none: "not found",
};

/**
 * How a word meets the title: by the rewrites that brought both together, and what was still left to bridge. It stands as it was written,
 * but where several words came of one writing (`2 in. x 4 in.`), which the trail shows.
 */
function matchText({ query, rule, title, isStopWord }: WordMatch, all: readonly WordMatch[]): string {
  const isShared = all.filter((other) => other.query.written === query.written).length > 1;
  const asked = isShared ? query.word : query.written;
  if (rule === "none") return `${asked} ${isStopWord ? "(not found, a stop word)" : "not found"}`;
  const rewrites = [query, ...title].flatMap((word) => word.rewrites);
  const rules = [...new Set(rewrites), ...(rule === "exact" && rewrites.length > 0 ? [] : [ruleNames[rule]])];
  return `${asked} ${rule === "conflict" ? "≠" : "="} ${title.map(({ written }) => written).join(" ")} (${rules.join(", ")})`;
}

function contributionLines(contributions: readonly (Contribution | Difference)[]): readonly string[] {
  const shown = contributions.slice(0, mostLines).filter(({ adds }) => Math.abs(adds) >= 0.5 * 10 ** -digits);
  const names = shown.map(nameText);
  const width = Math.max(0, ...names.filter((_, i) => shown[i]!.says !== undefined).map((name) => name.length));
  const rest = contributions.slice(shown.length);
  const groups = groupSums(contributions).map(({ group, adds }) => `${group} ${signed(adds)}`);
  return [
    ...shown.map(({ adds, says = "" }, i) => `${signed(adds)}  ${names[i]!.padEnd(width)}  ${says}`.trimEnd()),
    ...(rest.length > 0 ? [`${signed(sumOf(rest))}  ${shown.length > 0 ? "the other" : "all"} ${rest.length}`] : []),
    ...(groups.length > 1 ? wrapped(groups, ", ", "by group: ") : []),
  ];
}

/** A feature by its name with its value, or its two values where two products are compared. */
function nameText(part: Contribution | Difference): string {
  if ("values" in part) return `${part.name} ${part.values!.map(valueText).join(" against ")}`;
  return "value" in part ? `${part.name} ${valueText(part.value!)}` : part.name;
}

function valueText(value: number): string {
  return Number.isNaN(value) ? "missing" : String(Number(value.toFixed(digits)));
}

function sumText({ score }: ExplainedProduct, parts: readonly Contribution[], explanation: Explanation): string {
  const { base, scoreMin, scoreMax } = explanation;
  const sum = sumOf(parts);
  const range = Math.abs(base! + sum - score) > rounding ? `, brought into ${scoreMin} to ${scoreMax}` : "";
  const start = `${number(base, digits)} to begin with`;
  return parts.length === 0 ? `${start}, and nothing adds to it` : `${start}, ${signed(sum)} in all${range}`;
}

function comparisonText({ first, second, by, differences }: PlacedComparison, explanation: Explanation): string {
  const isTold = explanation.base !== undefined;
  const how = Math.abs(by) < 0.5 * 10 ** -digits ? "scores as" : by > 0 ? "is above" : "is below";
  const much = how === "scores as" ? "" : ` by ${number(Math.abs(by), digits)}`;
  const sum = sumOf(differences);
  const isCut = isTold && Math.abs(sum - by) > rounding;
  const cut = isCut ? ` (${signed(sum)} before scores are brought into the range)` : "";
  const what = isTold ? "" : ", by what each part of the query does for the one more than for the other";
  const titles = [first, second].map((place) => explanation.products[place - 1]!.title);
  const head = `${first} ${how} ${second}${much}${cut}${what}: "${titles[0]}", "${titles[1]}"`;
  return [head, ...contributionLines(differences)].join("\n   ");
}

function sumOf(parts: readonly { readonly adds: number }[]): number {
  return parts.reduce((sum, { adds }) => sum + adds, 0);
}

function signed(value: number): string {
  const text = number(Math.abs(value), digits);
  return value < 0 && Number(text) !== 0 ? `-${text}` : `+${text}`;
}

/** Parts one after the other, on as many lines as they need. */
function wrapped(parts: readonly string[], separator: string, head = ""): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const part of parts) {
    const longer = line === "" ? part : line + separator + part;
    if (line !== "" && head.length + longer.length > lineWidth) {
      lines.push(line.trimEnd());
      line = part;
    } else line = longer;
  }
  return [...lines, ...(line === "" ? [] : [line])].map((text, i) => (i === 0 ? head : " ".repeat(head.length)) + text);
}
