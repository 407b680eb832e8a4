import { bestFirst, productList, productsBytes, queryShape, scoreProducts, scoringFields } from "../products.ts";
import { list, number, object, text } from "../shape.ts";
import { route } from "./route.ts";

/** `POST /api/score`: scores for the products of one search, by the model and the stages that score the stream. */
export const scoreRoute = route({
  method: "POST",
  path: "/api/score",
  role: "read",
  summary: "Scores up to 1,000 products for a query, as the stream does.",
  bodyLimit: productsBytes,
  body: object({ query: queryShape, products: productList }),
  answer: object({
    ...scoringFields,
    scores: list(object({ id: text(), score: number() }), { description: "In the order of the request." }),
    order: list(text(), { description: "The ids, best first; equal scores stay in the order of the request." }),
  }),
  isExact: true,
  async handle({ body: { query, products } }, served) {
    const { scores, scoring } = await scoreProducts(served, query, products);
    return {
      ...scoring,
      scores: products.map(({ id }, i) => ({ id, score: scores[i]! })),
      order: bestFirst(scores).map((place) => products[place]!.id),
    };
  },
});
