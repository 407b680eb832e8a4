import { compareProducts } from "../../../pipelines/explain/compare-products.ts";
import { explainScores } from "../../../pipelines/explain/explain-scores.ts";
import { withCurrentModel } from "../../../pipelines/live-models.ts";
import { openData } from "../open-data.ts";
import { anything, list, number, object, text, words } from "../shape.ts";
import { route } from "./route.ts";

/** `GET /api/explain`: why titles get the scores that they get, by the champion. */
export const explainRoute = route({
  method: "GET",
  path: "/api/explain",
  role: "read",
  summary: "Why titles get the scores that they get for a query, and why each is above the next.",
  query: object({
    query: words(200, { description: "What was searched." }),
    title: list(words(500), { minItems: 1, maxItems: 20, description: "Once for each product of the search." }),
  }),
  answer: object(
    {
      model: text(),
      scoreMin: number(),
      scoreMax: number(),
      query: text(),
      reading: anything({ description: "The query as the model reads it." }),
      products: list(object({ title: text(), score: number() }, {}, { isOpen: true }), {
        description: "Best first: what each word meets, what each feature adds, what the score is without a piece.",
      }),
      comparisons: list(object({ by: number() }, {}, { isOpen: true }), {
        description: "Each product with the next.",
      }),
    },
    { base: number({ description: "What contributions add to." }) },
  ),
  async handle({ query: { query, title } }, served) {
    const { live } = openData(served);
    const explained = await withCurrentModel(live, (model) => explainScores(model, query, title));
    const { products } = explained;
    const comparisons = products.slice(1).map((next, i) => compareProducts(products[i]!, next));
    return { ...explained, comparisons };
  },
});
