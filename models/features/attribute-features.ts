import type { Attribute } from "./attribute-words.ts";
import { type GroupValues, share } from "./group-values.ts";
import type { MatchedPair } from "./matched-pair.ts";

/** Brand, material, colour and other choices. */
export function attributeFeatures(pair: MatchedPair): GroupValues<"attributes"> {
  const { query, brand } = pair;
  const asked = brand.reduce((sum, word) => sum + Number(query.words.includes(word)), 0);
  return {
    brand_asked: Number(query.brand.length > 0),
    brand_agreement: brandAgreement(pair),
    title_brand_asked: brand.length === 0 ? Number.NaN : share(asked, brand.length),
    colour_agreement: agreementIn(pair, (attribute) => attribute === "colour"),
    material_agreement: agreementIn(pair, (attribute) => attribute === "material"),
    choice_agreement: agreementIn(pair, (attribute) => attribute !== "colour" && attribute !== "material"),
  };
}

function brandAgreement({ query, title, brand }: MatchedPair): number {
  if (query.brand.length === 0) return Number.NaN;
  if (query.brand.every((word) => title.words.includes(word) || brand.includes(word))) return 1;
  return brand.length > 0 ? -1 : 0;
}

function agreementIn({ query, title }: MatchedPair, isMeant: (attribute: Attribute) => boolean): number {
  let [asked, balance] = [0, 0];
  for (const { attribute, value } of query.attributes) {
    if (!isMeant(attribute)) continue;
    asked++;
    const given = title.attributes.filter((other) => other.attribute === attribute);
    if (given.some((other) => other.value === value)) balance++;
    else if (given.length > 0) balance--;
  }
  return asked === 0 ? Number.NaN : balance / asked;
}
