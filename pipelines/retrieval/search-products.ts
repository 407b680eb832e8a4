import { queryFault } from "../../schemas/checks.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { AnalysedText, CatalogProduct, ScoredEvent } from "../../schemas/generated/events.ts";
import { emitted } from "../evaluation/score-events.ts";
import type { CurrentModel, LiveModel } from "../live-models.ts";
import { scoreStage } from "../stages/score.ts";
import { type Facets, facetsOf } from "./facets.ts";
import type { LiveCatalog } from "./live-catalog.ts";
import { candidates, retrieve } from "./retrieve.ts";

/** What is searched for. */
export interface ProductQuery {
  /** As the visitor typed it. */
  readonly query: string;
  /** At most so many products, up to 100. */
  readonly limit: number;
}

/** A product that was found, and how relevant the champion holds it to be. */
export interface ScoredFind extends Pick<CatalogProduct, "productId" | "title" | "brand" | "category" | "price"> {
  readonly score: number;
}

/** What a search found. */
export interface FoundProducts {
  readonly query: string;
  /** The query as it was searched for, with the trail of what was rewritten. */
  readonly reading: Pick<AnalysedText, "words" | "rewrites">;
  /** Best first; of equal scores the one that was found higher up. */
  readonly products: readonly ScoredFind[];
  /** Of everything that was found and scored, which may be more than `products`. */
  readonly facets: Facets;
  /** How many products were found and scored: 100 at most. */
  readonly found: number;
  /** How many products were searched; fewer than the shop has while the index is filled for the first time. */
  readonly searched: number;
  /** Which model scored, and the range of its scores. */
  readonly model: string;
  readonly scoreMin: number;
  readonly scoreMax: number;
}

/**
 * Finds products for a query: the hundred best by words and the hundred best by vectors, fused by their ranks to a hundred, which the champion
 * scores by the very stage that scores live traffic. Throws WRONG_USAGE for a query that is empty or too long, or an odd limit.
 */
export async function searchProducts(
  catalog: LiveCatalog,
  models: CurrentModel<LiveModel>,
  { query, limit }: ProductQuery,
): Promise<FoundProducts> {
  checkQuery(query);
  checkLimit(limit);
  const { event, searched } = await catalog.use(async (searchable) => ({
    event: await retrieve(searchable, query),
    searched: searchable.index.size,
  }));
  // without a challenger: nobody keeps what it would say
  const { current, release } = models;
  const [scored] = emitted(await scoreStage({ current, ...(release && { release }) }).run([event]));
  return told(scored!, event.queryText, limit, searched);
}

/** A limit that can't be one throws WRONG_USAGE. */
export function checkLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= candidates) return;
  throw new TwinstreamError("WRONG_USAGE", `the limit must be a whole number from 1 to ${candidates}, not ${limit}`);
}

/** A query that can't be one throws WRONG_USAGE. */
export function checkQuery(query: string): void {
  const fault = queryFault(query);
  if (fault !== undefined) throw new TwinstreamError("WRONG_USAGE", `${fault}; search for a few words`);
}

function told(
  { query, model, scoreMin, scoreMax, products }: ScoredEvent,
  { words, rewrites }: AnalysedText,
  limit: number,
  searched: number,
): FoundProducts {
  const best = products.toSorted((one, other) => other.score - one.score).slice(0, limit);
  return {
    ...{ query, reading: { words, rewrites }, model, scoreMin, scoreMax, searched },
    found: products.length,
    facets: facetsOf(products),
    products: best.map(({ productId, title, brand, category, price, score }) => ({
      ...{ productId, title, brand, category, price, score },
    })),
  };
}
