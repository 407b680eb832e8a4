import { NearestPoints, type Neighbours } from "../../models/map/nearest-points.ts";
import { type Points, pointsAt, unitPoints } from "../../models/map/points.ts";
import { stratifiedSample } from "../../models/map/stratified-sample.ts";
import { groupCosines } from "../../models/metrics/group-cosines.ts";
import { orderAlike } from "../../models/metrics/order-alike.ts";
import { seededRandom } from "../../models/random.ts";
import { divisionsOf } from "../map/divisions.ts";
import type { SeenEachWay } from "./evaluate-hybrid.ts";
import type { ReadProduct } from "./read-products.ts";

/** A product, and how alike its vector and another one's are. */
export interface SimilarProduct {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly cosine: number;
}

/** Some product, and those that look and read most like it. */
export interface SimilarSample extends Omit<SimilarProduct, "cosine"> {
  /** The most alike first. */
  readonly similar: readonly SimilarProduct[];
}

/** How alike products are by the vectors that a model gives them. */
export interface Likeness {
  /** How many products were compared with each other: of many, a sample of each category. */
  readonly compared: number;
  /** Categories in an order in which those that are alike stand together. */
  readonly categories: readonly string[];
  /** The mean cosine of products of the category of a row and that of a column; of a category with itself, of different products. null where there are none. */
  readonly cosines: readonly (readonly (number | null)[])[];
  /** Of the products most like one, how many are of its category, in the mean: by both, by each alone, and if all were as likely. */
  readonly sameCategory: {
    /** How many most alike products are looked at. */
    readonly of: number;
    readonly both: number;
    readonly picture: number;
    readonly title: number;
    readonly byChance: number;
  };
  readonly samples: readonly SimilarSample[];
}

/** More take long, and change no figure by much. */
const mostCompared = 5_000;
const mostAlike = 10;
const samplesShown = 12;
const similarShown = 5;
const seed = 1;

/** Compares the vectors of products, one at least. Equal products give equal figures. */
export async function likenessOf(products: readonly ReadProduct[], seen: SeenEachWay): Promise<Likeness> {
  const { names, groups: groupOf } = divisionsOf(products.map(({ category }) => category)).at(-1)!;
  const points = (sight: keyof SeenEachWay): Points =>
    unitPoints(seen[sight].vectors, seen[sight].vectors.length / products.length);
  const cosines = groupCosines(points("both"), groupOf, names.length);
  const order = orderAlike(cosines);

  const random = seededRandom(seed);
  const rows = stratifiedSample(groupOf, mostCompared, random);
  const compared = Array.from(rows, (row) => products[row]!);
  const groupOfCompared = Int32Array.from(rows, (row) => groupOf[row]!);
  const others = (sight: keyof SeenEachWay) => mostAlikeOthers(pointsAt(points(sight), rows));
  const [both, picture, title] = [await others("both"), await others("picture"), await others("title")];
  const ofOwnCategory = (found: Neighbours) => shareOfOwn(found, groupOfCompared);
  const shown = random.shuffle([...stratifiedSample(groupOfCompared, samplesShown, random)]).slice(0, samplesShown);
  return {
    compared: compared.length,
    categories: order.map((place) => names[place]!),
    cosines: order.map((row) => order.map((column) => known(cosines[row]![column]!))),
    sameCategory: {
      of: both.each,
      ...{ both: ofOwnCategory(both), picture: ofOwnCategory(picture), title: ofOwnCategory(title) },
      byChance: shareByChance(groupOfCompared),
    },
    samples: shown.map((place) => sampleOf(place, compared, both)),
  };
}

/** Two categories, and the mean cosine of their products. */
export interface AlikePair {
  readonly categories: readonly [string, string];
  readonly cosine: number;
}

/** Pairs of different categories, the most alike first. */
export function alikePairs({ categories, cosines }: Pick<Likeness, "categories" | "cosines">): readonly AlikePair[] {
  const pairs = cosines.flatMap((row, place) =>
    row.slice(0, place).flatMap((cosine, other): AlikePair[] => {
      if (cosine === null) return [];
      return [{ categories: [categories[other]!, categories[place]!], cosine }];
    }),
  );
  return pairs.sort((one, other) => other.cosine - one.cosine);
}

/** Those most like each point, itself left out: of equal points another may come first. */
async function mostAlikeOthers(points: Points): Promise<Neighbours> {
  const nearest = await NearestPoints.open(points);
  try {
    const found = await nearest.search(points, mostAlike + 1);
    const each = Math.min(mostAlike, points.count - 1);
    const rows = new Int32Array(points.count * each);
    const cosines = new Float32Array(points.count * each);
    for (let point = 0; point < points.count; point++) {
      const places = Array.from({ length: found.each }, (_, place) => point * found.each + place);
      const others = places.filter((place) => found.rows[place] !== point).slice(0, each);
      rows.set(
        others.map((place) => found.rows[place]!),
        point * each,
      );
      cosines.set(
        others.map((place) => found.cosines[place]!),
        point * each,
      );
    }
    return { each, rows, cosines };
  } finally {
    await nearest.close();
  }
}

function shareOfOwn({ rows, each }: Neighbours, groupOf: Int32Array): number {
  const own = rows.filter((other, place) => groupOf[other] === groupOf[Math.floor(place / each)]).length;
  return rows.length === 0 ? 0 : own / rows.length;
}

function shareByChance(groupOf: Int32Array): number {
  const sizes = new Map<number, number>();
  for (const group of groupOf) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const pairs = [...sizes.values()].reduce((sum, size) => sum + size * (size - 1), 0);
  return groupOf.length < 2 ? 0 : pairs / (groupOf.length * (groupOf.length - 1));
}

function sampleOf(place: number, products: readonly ReadProduct[], found: Neighbours): SimilarSample {
  const places = Array.from({ length: Math.min(similarShown, found.each) }, (_, rank) => place * found.each + rank);
  return {
    ...brief(products[place]!),
    similar: places.map((at) => ({ ...brief(products[found.rows[at]!]!), cosine: found.cosines[at]! })),
  };
}

function brief({ id, title, category }: ReadProduct) {
  return { id, title, category };
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
