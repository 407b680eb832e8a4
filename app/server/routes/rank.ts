import {
  bestFirst,
  productLimits,
  productsBytes,
  queryShape,
  resultList,
  scoreProducts,
  scoringFields,
} from "../products.ts";
import { list, number, object, whole } from "../shape.ts";
import { route } from "./route.ts";

const ranked = object(
  { score: number(), was: whole({ description: "Its place before, from 1." }) },
  {},
  {
    isOpen: true,
  },
);

/** `POST /api/rank`: a result list in, the same list best first out. */
export const rankRoute = route({
  method: "POST",
  path: "/api/rank",
  role: "read",
  summary: "Puts a result list in the order of its scores; whatever else a product holds stays with it.",
  bodyLimit: productsBytes,
  body: object(
    { query: queryShape, products: resultList },
    { limit: whole({ minimum: 1, maximum: productLimits.maxItems, description: "Only so many, of the best." }) },
  ),
  answer: object({ ...scoringFields, products: list(ranked) }),
  isExact: true,
  async handle({ body: { query, products, limit } }, served) {
    const { scores, scoring } = await scoreProducts(served, query, products);
    const places = bestFirst(scores).slice(0, limit);
    return {
      ...scoring,
      products: places.map((place) => ({ ...products[place]!, score: scores[place]!, was: place + 1 })),
    };
  },
});
