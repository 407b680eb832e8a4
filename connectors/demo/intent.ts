import { type ProductType, productTypes, relatedTypes, type ShopperName, type Trait, typeNamed } from "./assortment.ts";
import { needs, notSold } from "./needs.ts";
import type { ProductIndex } from "./product-index.ts";
import { type Random, WeightedDraw } from "./random.ts";
import { shopperValue } from "./units.ts";

/** What a shopper has in mind, however they put it. */
export interface Intent {
  /** Types that would serve, and how well, from 0 to 1; empty for a brand alone and for what the shop does not sell. */
  readonly types: ReadonlyMap<number, number>;
  readonly traits: readonly Trait[];
  readonly brand: string | undefined;
  /** The type it is mostly about; undefined where there is none. */
  readonly type: ProductType | undefined;
}

/** An intent and the words for it. */
export interface Query {
  readonly intent: Intent;
  readonly text: string;
  /** How special it is: the more, the rarer. */
  readonly specialty: number;
}

const nothingSold: Intent = { types: new Map(), traits: [], brand: undefined, type: undefined };
const uncountable = new Set(
  "paint lumber insulation plywood grout mortar concrete mix mulch soil tape putty caulk flooring wire wood drywall seed primer polyurethane melt salt shelving stain fence trim work pvc pex finish hardware weatherstrip laminate carpet vinyl compound furniture decking".split(
    " ",
  ),
);

type Way = (make: QuerySource) => Query;

/** What queries are made from. */
export interface QuerySource {
  readonly index: ProductIndex;
  readonly type: ProductType;
  readonly random: Random;
}

/** Ways to ask, each with its share of queries. */
const ways: readonly (readonly [share: number, Way])[] = [
  [30, askForType],
  [27, askForTraitAndType],
  [9, askForTypeAndTrait],
  [11, askForBrandAndType],
  [4, askForTypeAndBrand],
  [5, askForAccessory],
  [3, askForBrand],
  [6, askForNeed],
  [3, askForExactProduct],
  [2, askForWhatIsNotSold],
];
const wayDraw = new WeightedDraw(ways.map(([share]) => share));

/** A query for the source's type or, now and then, for something else. */
export function makeQuery(source: QuerySource): Query {
  return ways[wayDraw.draw(source.random)]![1](source);
}

/** The words for an intent that is about a type: brand and traits before or after its name. */
export function phrase(intent: Intent, random: Random): string {
  const type = intent.type;
  if (type === undefined) throw new Error("an intent without a type has no phrase");
  const name = matchingName(type, intent.traits, random);
  const traits = intent.traits
    .filter((trait) => !name.implies.includes(trait))
    .map(({ value }) => shopperValue(value, random));
  const noun = random.chance(0.22) ? plural(name.text) : name.text;
  const words = random.chance(0.75) ? [...traits, noun] : [noun, ...traits];
  if (intent.brand !== undefined) words.splice(random.chance(0.75) ? 0 : words.length, 0, intent.brand.toLowerCase());
  return words.join(" ");
}

/** The same intent with one more trait or a brand, or undefined when it already asks for much. */
export function narrow(intent: Intent, random: Random): Intent | undefined {
  if (intent.type === undefined || intent.traits.length >= 3) return undefined;
  if (intent.brand === undefined && random.chance(0.3)) {
    return { ...intent, brand: random.pick(brandsOf(intent.type)) };
  }
  const traits = addTrait(intent.type, intent.traits, random);
  return traits === intent.traits ? undefined : { ...intent, traits };
}

/** The same intent with one wish less, or undefined when only the type is left. */
export function broaden(intent: Intent): Intent | undefined {
  if (intent.type === undefined) return undefined;
  if (intent.brand !== undefined) return { ...intent, brand: undefined };
  return intent.traits.length > 0 ? { ...intent, traits: intent.traits.slice(0, -1) } : undefined;
}

/** An intent for a type alone. */
export function intentFor(type: ProductType, traits: readonly Trait[] = [], brand?: string): Intent {
  return { types: new Map([[type.index, 1]]), traits, brand, type };
}

function askForType({ type, random }: QuerySource): Query {
  const name = pickName(type, random);
  const text = random.chance(0.22) ? plural(name.text) : name.text;
  return { intent: intentFor(type, name.implies), text, specialty: name === type.names[0] ? 0 : 0.8 };
}

function askForTraitAndType({ type, random }: QuerySource): Query {
  const name = pickName(type, random);
  const traits = askedTraits(type, name, random);
  const own = traits.filter((trait) => !name.implies.includes(trait));
  const text = [...own.map(({ value }) => shopperValue(value, random)), name.text].join(" ");
  return { intent: intentFor(type, traits), text, specialty: 1.4 + traits.length };
}

function askForTypeAndTrait({ type, random }: QuerySource): Query {
  const name = pickName(type, random);
  const traits = addTrait(type, name.implies, random);
  const own = traits.filter((trait) => !name.implies.includes(trait));
  const text = [name.text, ...own.map(({ value }) => shopperValue(value, random))].join(" ");
  return { intent: intentFor(type, traits), text, specialty: 2.4 + traits.length };
}

function askForBrandAndType({ type, random }: QuerySource): Query {
  const name = pickName(type, random);
  const brand = random.pick(brandsOf(type));
  return { intent: intentFor(type, name.implies, brand), text: `${brand.toLowerCase()} ${name.text}`, specialty: 2.2 };
}

function askForTypeAndBrand(source: QuerySource): Query {
  const name = pickName(source.type, source.random);
  const brand = source.random.pick(brandsOf(source.type));
  return {
    intent: intentFor(source.type, name.implies, brand),
    text: `${name.text} ${brand.toLowerCase()}`,
    specialty: 3.4,
  };
}

function askForAccessory(source: QuerySource): Query {
  const { type, random } = source;
  const accessories = type.spec.accessories;
  if (accessories === undefined) return askForType(source);
  const accessory = typeNamed(random.pick(accessories));
  const text = `${random.chance(0.4) ? plural(accessory.name) : accessory.name} for ${pickName(type, random).text}`;
  return { intent: intentFor(accessory), text, specialty: 3 };
}

function askForBrand({ type, random }: QuerySource): Query {
  const brand = random.pick(brandsOf(type));
  return { intent: { ...nothingSold, brand }, text: brand.toLowerCase(), specialty: 1.5 };
}

function askForNeed({ random }: QuerySource): Query {
  const [text, help] = random.pick(needs);
  const types = new Map(help.map((name, rank) => [typeNamed(name).index, Math.max(0.4, 1 - 0.15 * rank)]));
  return { intent: { ...nothingSold, types, type: typeNamed(help[0]!) }, text, specialty: 0.9 };
}

function askForExactProduct({ type, index, random }: QuerySource): Query {
  const product = random.pick(index.ofType(type));
  const traits = type.traits.filter(({ attribute, value }) => product.values[attribute] === value);
  return { intent: intentFor(type, traits, product.brand), text: product.shown.title.toLowerCase(), specialty: 8 };
}

function askForWhatIsNotSold({ random }: QuerySource): Query {
  const text = random.chance(0.75) ? random.pick(notSold) : String(random.integer(100_000_000, 999_999_999));
  return { intent: nothingSold, text, specialty: 3 };
}

function pickName(type: ProductType, random: Random): ShopperName {
  return random.chance(0.6) ? type.names[0]! : random.pick(type.names);
}

/** A name that says nothing against the traits. */
function matchingName(type: ProductType, traits: readonly Trait[], random: Random): ShopperName {
  const fitting = type.names.filter(({ implies }) => implies.every((trait) => traits.includes(trait)));
  return random.chance(0.5) ? fitting[0]! : random.pick(fitting);
}

function askedTraits(type: ProductType, name: ShopperName, random: Random): readonly Trait[] {
  const one = addTrait(type, name.implies, random);
  return random.chance(0.3) ? addTrait(type, one, random) : one;
}

function addTrait(type: ProductType, traits: readonly Trait[], random: Random): readonly Trait[] {
  const free = type.traits.filter(({ attribute }) => traits.every((trait) => trait.attribute !== attribute));
  return free.length === 0 ? traits : [random.pick(free), ...traits];
}

function brandsOf(type: ProductType): readonly string[] {
  return Object.values(type.department.brands).flat();
}

function plural(name: string): string {
  const last = name.split(" ").at(-1)!;
  if (last.endsWith("s") || /\d/.test(last) || uncountable.has(last)) return name;
  return /(sh|ch|x)$/.test(name) ? `${name}es` : name.replace(/y$/, "ie").concat("s");
}

/** The types that go with what was wanted: what the shopper may look for next. */
export function nextTypes(intent: Intent): readonly ProductType[] {
  return intent.type === undefined ? productTypes : relatedTypes(intent.type);
}
