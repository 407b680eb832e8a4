import type { AttributeValue } from "./attribute-words.ts";
import { columnsOf, share } from "./feature-row.ts";
import type { MatchedPair } from "./matched-pair.ts";
import type { Word } from "./terms.ts";

const at = columnsOf("attributes");

/** Brand, material, colour and other choices. */
export function writeAttributes({ query, title, brand }: MatchedPair, row: Float32Array): void {
  let asked = 0;
  for (let i = 0; i < brand.length; i++) if (query.words.includes(brand[i]!)) asked++;
  row[at.brand_asked] = Number(query.brand.length > 0);
  row[at.brand_agreement] = brandAgreement(query.brand, title.words, brand);
  row[at.title_brand_asked] = brand.length === 0 ? Number.NaN : share(asked, brand.length);
  row[at.colour_agreement] = agreement(query.colours, title.attributes);
  row[at.material_agreement] = agreement(query.materials, title.attributes);
  row[at.choice_agreement] = agreement(query.choices, title.attributes);
}

function brandAgreement(asked: readonly Word[], title: readonly Word[], brand: readonly Word[]): number {
  if (asked.length === 0) return Number.NaN;
  if (asked.every((word) => title.includes(word) || brand.includes(word))) return 1;
  return brand.length > 0 ? -1 : 0;
}

/** Values of one or of several attributes that are asked for, and whether the title gives them, or others. */
function agreement(asked: readonly AttributeValue[], given: readonly AttributeValue[]): number {
  if (asked.length === 0) return Number.NaN;
  let balance = 0;
  for (let i = 0; i < asked.length; i++) balance += agreementIn(asked[i]!, given);
  return balance / asked.length;
}

/** 1 where the value is given, -1 where only others of its attribute are, 0 where none is. */
function agreementIn({ attribute, value }: AttributeValue, given: readonly AttributeValue[]): number {
  let found = 0;
  for (let i = 0; i < given.length; i++) {
    if (given[i]!.attribute !== attribute) continue;
    if (given[i]!.value === value) return 1;
    found = -1;
  }
  return found;
}
