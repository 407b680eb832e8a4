import { parseDimension, parseMeasure, type UnitName } from "../text/units.ts";

/** What kinds of quantities are compared each for itself; a dimension such as `2x4` is one, and a number without unit. */
export const quantityKinds = [
  "length",
  "volume",
  "area",
  "weight",
  "power",
  "count",
  "gauge",
  "dimension",
  "plain",
] as const;

/** The name of such a kind. */
export type QuantityKind = (typeof quantityKinds)[number];

/** A number that a text gives. */
export interface Quantity {
  readonly kind: QuantityKind;
  /** Only numbers of the same unit are compared; units of one size, such as feet and inches, are brought to one. */
  readonly unit: string;
  /** The value in this unit; the text itself for a dimension. */
  readonly value: number | string;
}

/** How what one text asks for meets what another one gives: shares of the numbers asked for. */
export interface Agreement {
  readonly agreeing: number;
  /** Share for which the other gives different numbers only. */
  readonly conflicting: number;
}

/** Units that measure the same as another one, and how many of that they are. */
const conversions: { readonly [unit in UnitName]?: readonly [base: string, factor: number] } = {
  ft: ["in", 12],
  yd: ["in", 36],
  mm: ["in", 1 / 25.4],
  cm: ["in", 1 / 2.54],
  sqin: ["sqft", 1 / 144],
  sqyd: ["sqft", 9],
  qt: ["gal", 1 / 4],
  pint: ["gal", 1 / 8],
  cuin: ["cuft", 1 / 1728],
  cuyd: ["cuft", 27],
  mah: ["ah", 1 / 1000],
  kw: ["watt", 1000],
  piece: ["pack", 1],
  count: ["pack", 1],
};

/** Kinds of the units that others are brought to; what is not named is a gauge. */
const kinds: Readonly<Record<string, QuantityKind>> = {
  ...{ in: "length", sqft: "area", gal: "volume", cuft: "volume", oz: "weight", lb: "weight", ton: "weight" },
  ...{ volt: "power", amp: "power", ah: "power", watt: "power", btu: "power", hp: "power", pack: "count" },
};

const plainNumber = /^\d{1,12}(?:\.\d+)?$/;

/** Numbers that differ by less than this share are the same written in two ways. */
const tolerance = 0.005;

/** Whether a word has a digit in it. */
export function hasDigit(word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (code >= 48 && code <= 57) return true;
  }
  return false;
}

/** What a word measures; undefined for any other word, such as a code. */
export function quantityOf(word: string): Quantity | undefined {
  const measure = parseMeasure(word);
  if (measure !== undefined) {
    const [unit, factor] = conversions[measure.unit] ?? [measure.unit, 1];
    return { kind: kinds[unit] ?? "gauge", unit, value: measure.value * factor };
  }
  if (parseDimension(word) !== undefined) return { kind: "dimension", unit: "x", value: word };
  return plainNumber.test(word) ? { kind: "plain", unit: "", value: Number(word) } : undefined;
}

/** How the quantities asked for, one at least, meet those given. */
export function agreementOf(asked: readonly Quantity[], given: readonly Quantity[]): Agreement {
  let [agreeing, conflicting] = [0, 0];
  for (const quantity of asked) {
    const nearest = closeness(quantity, given);
    if (nearest >= 1 - tolerance) agreeing++;
    else if (nearest >= 0) conflicting++;
  }
  return { agreeing: agreeing / asked.length, conflicting: conflicting / asked.length };
}

/** How near the nearest number of the same unit comes, as the smaller over the larger; -1 when none is given. Dimensions are equal or not. */
export function closeness({ unit, value }: Quantity, given: readonly Quantity[]): number {
  let nearest = -1;
  for (const other of given) {
    if (other.unit !== unit) continue;
    nearest = Math.max(nearest, other.value === value ? 1 : ratio(value, other.value));
  }
  return nearest;
}

function ratio(first: number | string, second: number | string): number {
  if (typeof first === "string" || typeof second === "string") return 0;
  return Math.min(first, second) / Math.max(first, second);
}
