import { seededRandom } from "../../models/random.ts";
import type { Recent } from "../../models/two-tower/choices.ts";
import type { RankedItems, TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";
import type { TestVisitor } from "./judge-recommender.ts";
import { type Reason, reasonsFor } from "./reason.ts";

/** A product as samples tell of it. */
export interface SampleProduct {
  readonly productId: string;
  readonly title: string;
  readonly brand: string | null;
  readonly category: string | null;
}

/** What is recommended to somebody, or for a query, and why. */
export interface RecommendationSample {
  /** null for a visitor, who is not named. */
  readonly query: string | null;
  /** What the visitor chose last before, the latest first. */
  readonly history: readonly SampleProduct[];
  /** How many products the visitor chose afterwards. */
  readonly choices: number;
  /** Best first. */
  readonly products: readonly (SampleProduct & {
    readonly score: number;
    readonly why: Reason;
    /** Whether the visitor chose it afterwards. */
    readonly wasChosen: boolean;
  })[];
}

const sampled = { visitors: 3, queries: 2, products: 5, history: 5 } as const;

/**
 * Recommendations to look at: for some visitors who chose something before, and for the names of the categories that were chosen most, as queries.
 * Equal models, visitors and seeds give equal samples.
 */
export async function sampleRecommendations(
  model: TwoTowerModel,
  visitors: readonly TestVisitor[],
  seed: number,
): Promise<readonly RecommendationSample[]> {
  const known = visitors.filter(({ name }) => model.visitor(name).recent.length > 0);
  const drawn = seededRandom(seed)
    .shuffle([...known])
    .slice(0, sampled.visitors);
  const samples: RecommendationSample[] = [];
  for (const visitor of drawn) samples.push(await forVisitor(model, visitor));
  for (const query of queriesFor(model)) samples.push(await forQuery(model, query));
  return samples;
}

async function forVisitor(model: TwoTowerModel, { name, chosen }: TestVisitor): Promise<RecommendationSample> {
  const visitor = model.visitor(name);
  const ranked = await model.forVisitor(visitor, sampled.products);
  return {
    query: null,
    history: [...new Set(visitor.recent)].slice(0, sampled.history).map((item) => productOf(model, item)),
    choices: chosen.length,
    products: await told(model, ranked, await model.userVectors([visitor]), visitor.recent, new Set(chosen)),
  };
}

async function forQuery(model: TwoTowerModel, query: string): Promise<RecommendationSample> {
  const ranked = await model.forQuery(query, sampled.products);
  const vector = await model.queryVectors([query]);
  return {
    ...{ query, history: [], choices: 0 },
    products: await told(model, ranked, vector, new Int32Array(), new Set()),
  };
}

async function told(
  model: TwoTowerModel,
  { items, scores }: RankedItems,
  vector: Float32Array,
  recent: Recent,
  chosen: ReadonlySet<number>,
): Promise<RecommendationSample["products"]> {
  const reasons = await reasonsFor(model, vector, recent, items);
  return Array.from(items, (item, place) => ({
    ...productOf(model, item),
    ...{ score: scores[place]!, why: reasons[place]!, wasChosen: chosen.has(item) },
  }));
}

function productOf(model: TwoTowerModel, item: number): SampleProduct {
  const { id: productId, title, brand, category } = model.state.items[item]!;
  return { productId, title, brand, category };
}

/** The names of the most chosen categories, in small letters, as visitors type them. */
function queriesFor(model: TwoTowerModel): readonly string[] {
  const { items, counts } = model.state;
  const chosen = new Map<string, number>();
  for (const [item, { category }] of items.entries()) {
    const name = category?.split(">").at(-1)?.trim().toLowerCase();
    if (name !== undefined) chosen.set(name, (chosen.get(name) ?? 0) + counts[item]!);
  }
  const ranked = [...chosen].sort(([, one], [, other]) => other - one);
  return ranked.slice(0, sampled.queries).map(([name]) => name);
}
