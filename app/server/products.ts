import { type ScoredSearch, scoreHere } from "../../pipelines/scoring/search-scorer.ts";
import { openData } from "./open-data.ts";
import type { Served } from "./routes/route.ts";
import { byName, list, number, object, orNull, text, type ValueOf, words } from "./shape.ts";

/** What was searched, as requests say it. */
export const queryShape = words(1_000, { description: "What was searched.", examples: ["whte ceiling fan 52in"] });

const known = {
  id: text({ minLength: 1, maxLength: 200, description: "The shop's own; it comes back with the score." }),
  title: words(500),
};

const mayBeKnown = {
  brand: orNull(words(200)),
  category: orNull(words(1_000)),
  price: orNull(number({ minimum: 0, maximum: 1e12 })),
  attributes: byName(text({ maxLength: 1_000 }), { maxProperties: 100 }),
};

/** How many products a request may have. */
export const productLimits = { minItems: 1, maxItems: 1_000 };

/** Bytes that a request with products may have. */
export const productsBytes = 4 * 2 ** 20;

/** The products of a search as requests have them. */
export const productList = list(object(known, mayBeKnown), productLimits);

/** Products that go back to where they came from: what else is known of them is kept. */
export const resultList = list(object(known, mayBeKnown, { isOpen: true }), productLimits);

/** What every answer with scores says of them. */
export const scoringFields = {
  model: text({ description: "The model that scored." }),
  scoreMin: number({ description: "The lowest that its scores can be." }),
  scoreMax: number(),
  rewrites: list(object({ from: text(), to: text(), rule: text() }), {
    description: "What of the query was read otherwise, and by which rule.",
  }),
  milliseconds: number({ description: "How long scoring took." }),
};

type Product = ValueOf<typeof productList>[number];
type Scoring = Omit<ScoredSearch, "scores"> & { readonly milliseconds: number };

/** What the model that scores now says of the products of a search, and their scores in the order given. */
export async function scoreProducts(
  served: Served,
  query: string,
  products: readonly Product[],
): Promise<{ readonly scores: readonly number[]; readonly scoring: Scoring }> {
  const { live, scorer = scoreHere(live) } = openData(served);
  const began = performance.now();
  const { scores, ...scored } = await scorer.score({
    query,
    titles: products.map(({ title }) => title),
    brands: products.map(({ brand = null }) => brand),
  });
  const milliseconds = Math.round((performance.now() - began) * 1_000) / 1_000;
  return { scores, scoring: { ...scored, milliseconds } };
}

/** The places of scores, best first; of equal ones the earlier. */
export function bestFirst(scores: readonly number[]): readonly number[] {
  return [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
}
