import { type GroupValues, share } from "./group-values.ts";
import type { MatchedPair } from "./matched-pair.ts";
import { agreementOf, closeness, type Quantity, type QuantityKind } from "./quantities.ts";
import type { Word } from "./terms.ts";

/** Numbers and their units. */
export function quantityFeatures(pair: MatchedPair): GroupValues<"quantities"> {
  const { query, title } = pair;
  const agreementIn = (kind: QuantityKind) => balance(query.measuresOf.get(kind) ?? none, title.quantities);
  const withDigit = query.wordsWithDigit;
  const found = countIn(title.words, withDigit);
  const codes = countIn(title.words, query.codes);
  const all = totals(query.measures, title.quantities);
  return {
    number_overlap: withDigit.length === 0 ? Number.NaN : found / withDigit.length,
    quantities_asked: query.measures.length,
    // written out: with a spread each pair leaves a kilobyte for the garbage collector
    quantity_agreement: all.quantity_agreement,
    quantity_conflict: all.quantity_conflict,
    quantity_missing: all.quantity_missing,
    quantity_closeness: all.quantity_closeness,
    length_agreement: agreementIn("length"),
    volume_agreement: agreementIn("volume"),
    area_agreement: agreementIn("area"),
    weight_agreement: agreementIn("weight"),
    power_agreement: agreementIn("power"),
    count_agreement: agreementIn("count"),
    gauge_agreement: agreementIn("gauge"),
    dimension_agreement: agreementIn("dimension"),
    plain_number_agreement: balance(query.plainNumbers, title.quantities),
    code_overlap: query.codes.length === 0 ? Number.NaN : share(codes, query.codes.length),
  };
}

const none: readonly never[] = [];

function countIn(words: readonly Word[], asked: readonly Word[]): number {
  let count = 0;
  for (const word of asked) if (words.includes(word)) count++;
  return count;
}

function totals(asked: readonly Quantity[], given: readonly Quantity[]) {
  if (asked.length === 0)
    return {
      quantity_agreement: Number.NaN,
      quantity_conflict: Number.NaN,
      quantity_missing: Number.NaN,
      quantity_closeness: Number.NaN,
    };
  const { agreeing, conflicting } = agreementOf(asked, given);
  const near = asked.map((quantity) => closeness(quantity, given)).filter((nearest) => nearest >= 0);
  return {
    quantity_agreement: agreeing,
    quantity_conflict: conflicting,
    quantity_missing: 1 - agreeing - conflicting,
    quantity_closeness: near.length === 0 ? Number.NaN : near.reduce((sum, each) => sum + each, 0) / near.length,
  };
}

function balance(asked: readonly Quantity[], given: readonly Quantity[]): number {
  if (asked.length === 0) return Number.NaN;
  const { agreeing, conflicting } = agreementOf(asked, given);
  return agreeing - conflicting;
}
