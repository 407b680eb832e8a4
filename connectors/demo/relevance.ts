import { type Trait, typeFit } from "./assortment.ts";
import type { Intent } from "./intent.ts";
import type { Product } from "./product.ts";

/** Attributes of taste: another value will do for many shoppers. Of all others the wrong value seldom does. */
const tasteAttributes = new Set([
  "color",
  "finish",
  "series",
  "pack",
  "style",
  "material",
  "shape",
  "pattern",
  "place",
]);
const conflict = { taste: 0.76, need: 0.58 } as const;
const withoutAttribute = 0.85;
/** However many traits are wrong, the right type is worth something. */
const leastAgreement = 0.42;
const otherBrand = 0.72;
const otherProductOfNoBrand = 0.12;

/**
 * How well a product serves what a shopper has in mind, from 0 to 1: the one hidden truth that ranking, clicks and
 * grades of the demo shop come from. Type counts most, then the traits and the brand asked for.
 */
export function relevance(intent: Intent, product: Product): number {
  if (intent.types.size === 0) return brandRelevance(intent, product);
  const fit = bestFit(intent, product);
  let agreement = 1;
  for (const trait of intent.traits) agreement *= traitFit(trait, product);
  const brandFit = intent.brand === undefined || intent.brand === product.brand ? 1 : otherBrand;
  // Who asks for nothing special means the usual kind.
  const usual = intent.traits.length > 0 ? Math.sqrt(product.typicality) : product.typicality;
  return fit * Math.max(leastAgreement, agreement) * brandFit * (0.8 + 0.2 * usual);
}

function brandRelevance(intent: Intent, product: Product): number {
  if (intent.brand === undefined) return 0;
  return product.brand === intent.brand ? 0.8 + 0.2 * product.typicality : otherProductOfNoBrand;
}

function bestFit(intent: Intent, product: Product): number {
  let best = 0;
  for (const [type, help] of intent.types) best = Math.max(best, help * typeFit(type, product.type.index));
  return best;
}

function traitFit(trait: Trait, product: Product): number {
  const value = product.values[trait.attribute];
  if (value === trait.value) return 1;
  if (value === undefined) return withoutAttribute;
  return tasteAttributes.has(trait.attribute) ? conflict.taste : conflict.need;
}
