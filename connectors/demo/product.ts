import type { CatalogProduct, ShownProduct } from "../../schemas/generated/events.ts";
import { type ProductType, productTypes } from "./assortment.ts";
import type { Department } from "./department.ts";
import { Random, WeightedDraw, zipfWeights } from "./random.ts";

/** A product of the demo shop, with what only the shop knows of it. */
export interface Product {
  readonly type: ProductType;
  readonly brand: string;
  /** 0 premium, 1 middle, 2 value. */
  readonly tier: number;
  /** Value of each attribute; "" where it is without. */
  readonly values: Readonly<Record<string, string>>;
  /** From 0 to 1; few products are popular. */
  readonly popularity: number;
  /** From 0 to 1: how usual its values are among its type's. */
  readonly typicality: number;
  /** As result lists show it, but for the position. */
  readonly shown: Omit<ShownProduct, "position">;
  readonly description: string;
  /** When it came into the catalog, milliseconds since 1970 UTC. */
  readonly time: number;
}

/** The `source` of all that the demo shop sends. */
export const demoSource = "demo";

const tierPrices = [1.45, 1, 0.72] as const;
const tierDraw = new WeightedDraw([3, 5, 3]);
const titleTries = 12;
/** All products are older than any stream. */
const newestProduct = Date.UTC(2024, 0, 1);
const oldestAgeMs = 3 * 365 * 24 * 60 * 60 * 1000;
const openings = [
  "Take on your next project with",
  "Get the job done right with",
  "Bring home",
  "Rely on",
  "Finish it in a day with",
];

/** Makes the catalog: equal seeds make equal products; every type has one before any has many. */
export function makeProducts(seed: number, count: number): Product[] {
  const random = new Random(seed, "catalog");
  const draw = new WeightedDraw(productTypes.map(({ spec }) => (spec.popularity ?? 1) * (0.7 + 0.6 * random.next())));
  const firsts = random.shuffle(productTypes);
  const titles = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    const type = firsts[index] ?? productTypes[draw.draw(random)]!;
    return makeProduct(type, index, titles, random);
  });
}

/** A product as the catalog topic carries it. */
export function catalogProduct(product: Product): CatalogProduct {
  const { productId, title, brand, category, price } = product.shown;
  const given = Object.entries(product.values).filter(([, value]) => value !== "");
  const attributes = Object.fromEntries(given.map(([name, value]) => [name, value.replace(/[()]/g, "")]));
  return {
    productId,
    time: product.time,
    source: demoSource,
    title,
    description: product.description,
    brand,
    category,
    price,
    picture: null,
    attributes,
  };
}

function makeProduct(type: ProductType, index: number, titles: Set<string>, random: Random): Product {
  const tier = tierDraw.draw(random);
  const brand = random.pick(brandsOf(type.department, tier));
  let choice = chooseValues(type, random);
  let title = titleOf(type, brand, choice.values);
  for (let tries = 0; titles.has(title) && tries < titleTries; tries++) {
    choice = chooseValues(type, random);
    title = titleOf(type, brand, choice.values);
  }
  if (titles.has(title)) title += ` - Model ${random.pick(["A", "K", "S", "X"])}${random.integer(1000, 9999)}`;
  titles.add(title);
  return {
    type,
    brand,
    tier,
    ...choice,
    popularity: random.next() ** 3,
    shown: {
      productId: String(300_000_000 + index * 13 + random.integer(0, 12)),
      title,
      brand,
      category: `${type.department.name} > ${type.name}`,
      price: priceOf(type, choice.values, tier, random),
      attributes: {},
    },
    description: describe(type, brand, choice.values, random),
    time: newestProduct - Math.floor(random.next() * oldestAgeMs),
  };
}

function brandsOf(department: Department, tier: number): readonly string[] {
  return [department.brands.premium, department.brands.middle, department.brands.value][tier]!;
}

function chooseValues(type: ProductType, random: Random): { values: Record<string, string>; typicality: number } {
  const values: Record<string, string> = {};
  let unusual = 0;
  const attributes = Object.entries(type.spec.attributes);
  const scale = random.next();
  for (const [name, choices] of attributes) {
    const isScale = name === type.spec.pricedBy;
    const isScaled = isScale || type.spec.scaled?.includes(name);
    const place = isScaled ? Math.floor(scale * choices.length) : usualDraw(choices.length).draw(random);
    values[name] = choices[place]!;
    unusual += Math.abs(isScale ? place / (choices.length - 1) - 0.4 : place / choices.length);
  }
  return { values, typicality: Math.max(0, 1 - unusual / attributes.length) };
}

const usualDraws = new Map<number, WeightedDraw>();
function usualDraw(count: number): WeightedDraw {
  const known = usualDraws.get(count) ?? new WeightedDraw(zipfWeights(count, 0.6));
  usualDraws.set(count, known);
  return known;
}

function titleOf(type: ProductType, brand: string, values: Readonly<Record<string, string>>): string {
  const text = type.spec.title.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
  return `${brand} ${text}`.replace(/\s+/g, " ").trim();
}

function priceOf(type: ProductType, values: Readonly<Record<string, string>>, tier: number, random: Random): number {
  const [low, high] = type.spec.price;
  const scale = type.spec.attributes[type.spec.pricedBy ?? ""];
  const place = scale ? scale.indexOf(values[type.spec.pricedBy!]!) / (scale.length - 1) : random.next();
  const packs = type.spec.pricedBy === "pack" ? 1 : packCount(values.pack) / packCount(type.spec.attributes.pack?.[0]);
  const price = low * (high / low) ** place * tierPrices[tier]! * packs ** 0.8 * Math.exp(0.12 * random.normal());
  if (price >= 200) return Math.round(price / 10) * 10 - 1;
  return Number((Math.max(1, Math.floor(price)) - 0.03 + (price < 20 && random.chance(0.5) ? 0.5 : 0)).toFixed(2));
}

function packCount(pack: string | undefined): number {
  return Number(/\((\d+)-Pack\)/.exec(pack ?? "")?.[1] ?? 1);
}

function describe(type: ProductType, brand: string, values: Readonly<Record<string, string>>, random: Random): string {
  const article = type.name.endsWith("s") ? "these" : "this";
  const details = Object.entries(values)
    .filter(([name, value]) => value !== "" && name !== "pack" && name !== "series")
    .map(([name, value]) => `${name[0]!.toUpperCase()}${name.slice(1)}: ${value.replace(/[()]/g, "")}`);
  return `${random.pick(openings)} ${article} ${type.name} from ${brand}. ${details.join("; ")}. ${random.pick(type.department.promises)}`;
}
