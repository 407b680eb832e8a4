import { compareProducts, type ProductComparison } from "../../../pipelines/explain/compare-products.ts";
import { type ExplainedProduct, explainScores } from "../../../pipelines/explain/explain-scores.ts";
import { withCurrentModel } from "../../../pipelines/live-models.ts";
import { explainFound } from "../../../pipelines/retrieval/explain-found.ts";
import { openData } from "../open-data.ts";
import { Problem } from "../problems.ts";
import { scoringFields } from "../products.ts";
import { flag, list, number, object, orNull, text, words } from "../shape.ts";
import { route, type Served } from "./route.ts";

const tracedWord = object({
  word: text(),
  written: text({ description: "What stood in the text." }),
  rewrites: list(text(), { description: "The rules that made the word of it." }),
});

const wordMatch = object({
  query: tracedWord,
  rule: text({
    description: "How the word meets the title: exact, stem, compound, number, part, edit; or conflict, none.",
  }),
  title: list(tracedWord),
  isStopWord: flag(),
});

const described = { name: text(), adds: number() };
const mayDescribe = { says: text(), group: text() };

const explained = object(
  {
    title: text(),
    score: number(),
    matches: list(wordMatch, { description: "What each word of the query meets." }),
    unmatched: list(tracedWord, { description: "Words of the title that nothing asks for." }),
    without: list(object({ piece: text(), score: number(), adds: number() }), {
      description: "What the score is without a piece of the query.",
    }),
  },
  {
    productId: text(),
    contributions: list(object(described, { ...mayDescribe, value: orNull(number()) }), {
      description: "What each feature adds, heaviest first, where the kind of model can tell.",
    }),
  },
);

/** `GET /api/explain`: why products get the scores that they get, by the champion. */
export const explainRoute = route({
  method: "GET",
  path: "/api/explain",
  role: "read",
  summary: "Why products get the scores that they get for a query, and why each is above the next.",
  query: object(
    { query: words(200, { description: "What was searched." }) },
    {
      title: list(words(500), { minItems: 1, maxItems: 20, description: "Once for each product of the search." }),
      product: list(words(200), {
        ...{ minItems: 1, maxItems: 20 },
        description: "In place of titles: the ids of products that /api/search finds, as it scores them.",
      }),
    },
  ),
  answer: object(
    {
      model: text(),
      scoreMin: number(),
      scoreMax: number(),
      query: text(),
      reading: object({ words: list(text()), rewrites: scoringFields.rewrites }),
      products: list(explained, { description: "Best first." }),
      comparisons: list(
        object({
          by: number(),
          differences: list(object(described, { ...mayDescribe, values: list(orNull(number())) })),
        }),
        { description: "Each product with the next." },
      ),
    },
    { base: number({ description: "What contributions add to." }) },
  ),
  async handle({ query: { query, title, product } }, served) {
    if ((title === undefined) === (product === undefined))
      throw new Problem("INVALID_REQUEST", "give titles, or products of the catalog: one of the two");
    const explained = title ? await ofTitles(served, query, title) : await ofProducts(served, query, product!);
    const { products } = explained;
    const comparisons = products.slice(1).map((next, i) => compareProducts(products[i]!, next));
    return { ...explained, products: products.map(tellProduct), comparisons: comparisons.map(tellComparison) };
  },
});

function tellProduct<Of extends ExplainedProduct>({ contributions, ...product }: Of) {
  const told = contributions?.map((part) => ({ ...part, ...("value" in part && { value: tellValue(part.value!) }) }));
  return { ...product, ...(told && { contributions: told }) };
}

function tellComparison({ by, differences }: ProductComparison) {
  return { by, differences: differences.map((part) => ({ ...part, values: part.values?.map(tellValue) })) };
}

/** JSON has no number for what is missing. */
function tellValue(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function ofTitles(served: Served, query: string, titles: readonly string[]) {
  return withCurrentModel(openData(served).live, (model) => explainScores(model, query, titles));
}

async function ofProducts(served: Served, query: string, productIds: readonly string[]) {
  const explained = await explainFound(await openData(served).catalog.get(), { query, productIds });
  const found = new Set(explained.products.map(({ productId }) => productId));
  const missing = productIds.find((id) => !found.has(id));
  if (missing === undefined) return explained;
  throw new Problem("NO_SUCH_PRODUCT", `a search for this does not find the product "${missing}"; search again`);
}
