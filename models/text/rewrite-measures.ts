import type { Rewrite } from "../../schemas/generated/events.ts";
import { type Size, writeDimension } from "./dimensions.ts";
import type { RuleName } from "./rules.ts";
import { anyUnit, findUnit, formatNumber, parseNumber, type UnitName } from "./units.ts";

const number = String.raw`(?:\d{1,4}[ -]\d{1,2}\/\d{1,3}|\d{1,4}\/\d{1,3}|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{0,12}\.\d{1,9}|\d{1,12})(?![\d\/])`;
const wordEnd = String.raw`(?:(?![\p{L}\p{N}_])|(?=x ?[\d.]))`;
const axis = "w|l|h|d|t|dia|diameter|width|wide|length|long|depth|deep|height|high|tall|thick";
// letters that mean a unit only when they hang on the number: 15a, 5000k, 80#
const gluedUnit = String.raw`[ak#](?![\p{L}\p{N}_\/-])`;
const size = String.raw`${number}(?:[ -]?(?:${anyUnit})${wordEnd}\.?|${gluedUnit})?`;
const separator = "(?: ?[x*] ?| by )";

const measures = new RegExp(
  String.raw`(?<![\p{L}\p{N}_#\/.$])${size}(?:(?: ?(?:${axis})\.?)?${separator}${size})*${wordEnd}(?: ?[wlhd](?![\p{L}\p{N}_'/-]))?`,
  "gu",
);
const sizes = new RegExp(
  String.raw`(${number})(?:([ -]?)(${anyUnit})${wordEnd}(\.?)|(${gluedUnit}))?(?: ?(?:${axis})\.?(?= ?x| by))?`,
  "gu",
);
const feetAndInches = new RegExp(
  String.raw`(?<![\p{L}\p{N}_#\/.$-])(\d{1,4})(?: ?(?:feet|foot|ft)\.?|')[ -]?(\d{1,2}(?:[ -]\d{1,2}\/\d{1,2}|\.\d{1,4})?)(?:[ -]?(?:inches|inch|in)${wordEnd}\.?|")`,
  "gu",
);
const packOf = /\bpacks? of (\d{1,6})(?![\d.,/])/g;
const letterAndNumber =
  /(?<![\p{L}\p{N}_-])(?:([a-z])-(\d{1,5})|(r) (\d\d))(?![\p{L}\p{N}_/.-]| ?(?:x|in|ft|inch|foot)\b| ?["'])/gu;
const notInches = /^[ -]*(?:turn|round|off|price|time)/;
const inchDenominator = /\/(?:2|4|8|16|32|64)$/;

/**
 * A normalised text with each number and its unit as one canonical word (`1-1/2 in.` is `1.5in`), sizes as their pair and each
 * size that has a unit (`2 in. x 4 in. x 8 ft.` is `2x4 2in 4in 8ft`), and what was changed. A bare fraction of halves to
 * sixty-fourths is taken as inches, as the trade does.
 */
export function rewriteMeasures(text: string): { readonly text: string; readonly rewrites: readonly Rewrite[] } {
  const rewrites: Rewrite[] = [];
  if (!/\d/.test(text)) return { text, rewrites };
  const note = (from: string, to: string, rule: RuleName) => {
    if (from !== to) rewrites.push({ from, to, rule });
    return to;
  };
  const rewritten = text
    .replace(packOf, (from, count) => note(from, `${count}pack`, "unit"))
    .replace(feetAndInches, (from, feet, inches) => note(from, addInches(from, feet, inches), "unit"))
    .replace(letterAndNumber, (from, letter, digits, r, rating) =>
      note(from, `${letter ?? r}${digits ?? rating}`, "code"),
    )
    .replace(measures, (from, offset: number, whole: string) => {
      const end = offset + from.length;
      const parts = readSizes(from, whole[offset - 1], whole.slice(end, end + 8));
      if (parts === undefined) return from;
      const to = note(from, parts.length > 1 ? writeDimension(parts) : writeSingle(parts[0]!), ruleOf(parts, from));
      return whole[end] === "'" ? `${to} ` : to;
    });
  return { text: rewritten, rewrites };
}

function addInches(written: string, feet: string, inches: string): string {
  const value = parseNumber(inches);
  return value === undefined || value >= 12 ? written : `${formatNumber(Number(feet) + value / 12)}ft`;
}

function ruleOf(parts: readonly Size[], from: string): RuleName {
  if (parts.length > 1) return "dimension";
  return parts[0]?.unit === undefined && !from.includes("/") ? "number" : "unit";
}

function readSizes(matched: string, before: string | undefined, after: string): readonly Size[] | undefined {
  const found = [...matched.matchAll(sizes)];
  const parts: Size[] = [];
  for (const [, digits, gap, spelt, dot, glued] of found) {
    const spelling = spelt ?? glued;
    const value = parseNumber(digits as string);
    if (value === undefined || isImproper(digits as string)) return undefined;
    const context = {
      digits: digits as string,
      value,
      gap: gap ?? "",
      dot: dot ?? "",
      before,
      after,
      isAlone: found.length === 1,
    };
    const unit = spelling === undefined ? undefined : chooseUnit(spelling, context);
    if (unit === undefined && spelling !== undefined && found.length === 1) return undefined;
    parts.push({ value, unit });
  }
  return parts.length === 1 && parts[0]?.unit === undefined
    ? readBare(found[0]?.[1] as string, parts[0] as Size, after)
    : parts;
}

interface UnitContext {
  readonly digits: string;
  readonly value: number;
  readonly gap: string;
  readonly dot: string;
  readonly before: string | undefined;
  readonly after: string;
  readonly isAlone: boolean;
}

// the spellings that are also something else: a preposition, an axis, a colour code, an apostrophe
function chooseUnit(spelling: string, context: UnitContext): UnitName | undefined {
  switch (spelling) {
    case "in":
      return context.isAlone && context.dot === "" && /^[ -]\d/.test(context.after) ? undefined : "in";
    case "w":
      return context.isAlone && context.after[0] !== "/" ? "watt" : undefined;
    case "a":
      return context.value >= 10 && context.before !== "-" ? "amp" : undefined;
    case "k":
      return context.value >= 1000 ? "kelvin" : undefined;
    case "#":
      return "lb";
    case "'":
      if (context.gap !== "") return undefined;
      return context.digits.includes("/") ? "in" : "ft";
    default:
      return findUnit(spelling);
  }
}

function readBare(digits: string, size: Size, after: string): readonly Size[] | undefined {
  if (inchDenominator.test(digits) && !notInches.test(after))
    return digits.startsWith("5/4") ? undefined : [{ ...size, unit: "in" }];
  return digits.includes(",") || digits.startsWith(".") ? [size] : undefined;
}

// 2 16/3 is the number 2 and a cable with three conductors of gauge 16
function isImproper(digits: string): boolean {
  const [, whole, above, below] = /^(?:(\d+)[ -])?(\d+)\/(\d+)$/.exec(digits) ?? [];
  return below !== undefined && (Number(below) === 0 || (whole !== undefined && Number(above) >= Number(below)));
}

function writeSingle(part: Size): string {
  return `${formatNumber(part.value)}${part.unit ?? ""}`;
}
