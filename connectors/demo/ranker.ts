import { confusableTypes, type ProductType, productTypes, relatedTypes } from "./assortment.ts";
import { broaden, type Intent } from "./intent.ts";
import type { Product } from "./product.ts";
import type { ProductIndex } from "./product-index.ts";
import { Random } from "./random.ts";
import { relevance } from "./relevance.ts";

/** A search as the ranker gets it; the ranker understands the intent only so well. */
export interface RankedSearch {
  readonly intent: Intent;
  readonly text: string;
  readonly isMisspelt: boolean;
}

const pageSize = { low: 10, high: 24 } as const;
const mostCompared = 60;
const scoreNoise = 0.2;
const popularityWeight = 0.12;
/** What a product scores whose title only shares a word with the query. */
const wordMatchScore = 0.5;
const chances = { correctsSpelling: 0.6, givesUpOnSpelling: 0.18, missesTrait: 0.3 } as const;

/** The shop's search engine: an inverted index, a rough idea of relevance, popularity and noise. */
export class Ranker {
  readonly #index: ProductIndex;
  readonly #seed: number;

  constructor(index: ProductIndex, seed: number) {
    this.#index = index;
    this.#seed = seed;
  }

  /** Best first, 10 to 24 products where the catalog has as many, none when nothing is found; the same words give the same list. */
  rank(search: RankedSearch): readonly Product[] {
    const random = new Random(this.#seed, search.text);
    const understood = understand(search, random);
    if (understood === undefined) return [];
    const size = random.integer(pageSize.low, pageSize.high);
    const candidates = this.#candidates(understood, size, random);
    const scored = [...candidates].map(([product, floor]) => ({
      product,
      score:
        Math.max(relevance(understood, product), floor) +
        popularityWeight * product.popularity +
        scoreNoise * roughNormal(random),
    }));
    scored.sort((a, b) => b.score - a.score);
    return scored.slice(0, size).map(({ product }) => product);
  }

  /** Products to choose from, each with the least it scores. */
  #candidates(intent: Intent, size: number, random: Random): Map<Product, number> {
    const found = new Map<Product, number>();
    const add = (products: readonly Product[], count: number, floor = 0): void => {
      for (let i = 0; i < count && products.length > 0; i++) {
        const product = products[random.front(products.length)]!;
        found.set(product, Math.max(found.get(product) ?? 0, floor));
      }
    };
    if (intent.type === undefined) add(this.#index.ofBrand(intent.brand ?? ""), 2 * size, 0.5);
    else this.#addForType(intent, intent.type, size, random, add);
    const department = intent.type ?? this.#index.ofBrand(intent.brand ?? "")[0]?.type ?? productTypes[0]!;
    for (let tries = 0; found.size < size && tries < 8; tries++) add(this.#index.inDepartmentOf(department), size);
    return found;
  }

  #addForType(intent: Intent, type: ProductType, size: number, random: Random, add: AddCandidates): void {
    const types = [...intent.types.keys()].map((index) => productTypes[index]!);
    for (const wanted of types) add(this.#index.ofType(wanted), Math.ceil((0.85 * size) / types.length));
    for (const trait of intent.traits) add(this.#index.withTrait(type, trait), 7);
    add(this.#closest(intent, type), 8);
    if (intent.brand !== undefined) {
      add(this.#index.ofTypeAndBrand(type, intent.brand), 8);
      add(this.#index.ofBrand(intent.brand), 3, wordMatchScore);
    }
    const related = relatedTypes(type);
    if (related.length > 0) add(this.#index.ofType(random.pick(related)), 4, 0.35);
    const confusable = confusableTypes(type);
    if (confusable.length > 0) add(this.#index.ofType(random.pick(confusable)), 4, wordMatchScore);
    add(this.#index.inDepartmentOf(type), 2, 0.3);
  }

  /** For a search that wants much: what comes nearest to it among the products that have its rarest wish. */
  #closest(intent: Intent, type: ProductType): readonly Product[] {
    const lists = intent.traits.map((trait) => this.#index.withTrait(type, trait));
    if (intent.brand !== undefined) lists.push(this.#index.ofTypeAndBrand(type, intent.brand));
    if (lists.length < 2) return [];
    const rarest = lists.reduce((least, list) => (list.length < least.length ? list : least));
    return rarest
      .slice(0, mostCompared)
      .map((product) => ({ product, worth: relevance(intent, product) }))
      .sort((a, b) => b.worth - a.worth)
      .slice(0, 8)
      .map(({ product }) => product);
  }
}

type AddCandidates = (products: readonly Product[], count: number, floor?: number) => void;

/** What the ranker makes of a search; undefined when it finds nothing. */
function understand(search: RankedSearch, random: Random): Intent | undefined {
  const { intent } = search;
  if (intent.types.size === 0 && intent.brand === undefined) return undefined;
  if (search.isMisspelt && !random.chance(chances.correctsSpelling)) {
    return random.chance(chances.givesUpOnSpelling) ? undefined : mistaken(intent, random);
  }
  return random.chance(chances.missesTrait) ? (broaden(intent) ?? intent) : intent;
}

/** What is left when the ranker can't read the word that matters: a type of a similar name, without its traits. */
function mistaken(intent: Intent, random: Random): Intent | undefined {
  if (intent.type === undefined) return undefined;
  const others = [...confusableTypes(intent.type), ...relatedTypes(intent.type)];
  const type = others.length > 0 && random.chance(0.5) ? random.pick(others) : intent.type;
  return { types: new Map([[type.index, 1]]), traits: [], brand: undefined, type };
}

/** Mean 0, deviation 1, bounded: the sum of four even draws, which is cheap and near enough. */
function roughNormal(random: Random): number {
  return (random.next() + random.next() + random.next() + random.next() - 2) * Math.sqrt(3);
}
