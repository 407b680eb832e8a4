import { columnsOf, shareOrMissing } from "./feature-row.ts";
import type { MatchedPair } from "./matched-pair.ts";
import { agreementOf, closeness, type Quantity } from "./quantities.ts";
import type { Word } from "./terms.ts";

const at = columnsOf("quantities");

/** Numbers and their units. */
export function writeQuantities({ query, title }: MatchedPair, row: Float32Array): void {
  const asked = query.quantities;
  const given = title.quantities;
  row[at.number_overlap] = foundShare(query.wordsWithDigit, title.words);
  writeMeasures(query.measures, given, row);
  row[at.length_agreement] = balance(asked.length, given);
  row[at.volume_agreement] = balance(asked.volume, given);
  row[at.area_agreement] = balance(asked.area, given);
  row[at.weight_agreement] = balance(asked.weight, given);
  row[at.power_agreement] = balance(asked.power, given);
  row[at.count_agreement] = balance(asked.count, given);
  row[at.gauge_agreement] = balance(asked.gauge, given);
  row[at.dimension_agreement] = balance(asked.dimension, given);
  row[at.plain_number_agreement] = balance(asked.plain, given);
  row[at.code_overlap] = foundShare(query.codes, title.words);
}

function foundShare(asked: readonly Word[], words: readonly Word[]): number {
  let count = 0;
  for (let i = 0; i < asked.length; i++) if (words.includes(asked[i]!)) count++;
  return shareOrMissing(count, asked.length);
}

/** Numbers with a unit, of all kinds together. */
function writeMeasures(asked: readonly Quantity[], given: readonly Quantity[], row: Float32Array): void {
  row[at.quantities_asked] = asked.length;
  row[at.quantity_agreement] = Number.NaN;
  row[at.quantity_conflict] = Number.NaN;
  row[at.quantity_missing] = Number.NaN;
  row[at.quantity_closeness] = Number.NaN;
  if (asked.length === 0) return;
  const { agreeing, conflicting } = agreementOf(asked, given);
  const near = asked.map((quantity) => closeness(quantity, given)).filter((nearest) => nearest >= 0);
  row[at.quantity_agreement] = agreeing;
  row[at.quantity_conflict] = conflicting;
  row[at.quantity_missing] = 1 - agreeing - conflicting;
  row[at.quantity_closeness] = shareOrMissing(
    near.reduce((sum, each) => sum + each, 0),
    near.length,
  );
}

function balance(asked: readonly Quantity[], given: readonly Quantity[]): number {
  if (asked.length === 0) return Number.NaN;
  const { agreeing, conflicting } = agreementOf(asked, given);
  return agreeing - conflicting;
}
