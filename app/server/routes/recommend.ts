import { recommend } from "../../../pipelines/recommend/recommend.ts";
import { openData } from "../open-data.ts";
import { queryShape } from "../products.ts";
import { readCatalog } from "../read-catalog.ts";
import { foundFields, limitShape } from "../search-shapes.ts";
import { list, number, object, oneOf, orNull, text } from "../shape.ts";
import { route } from "./route.ts";

const scoreShape = number({
  description: "Of a model the logarithm of odds, else a cosine, or how often it was chosen.",
});

const reasonShape = object(
  {
    towers: number({ description: "What visitor or query and product have in common." }),
    popularity: number({ description: "How often the product is chosen at all." }),
    again: number({ description: "That the visitor chose it before." }),
    attributes: object(
      { title: number(), brand: number(), category: number() },
      {},
      { description: "How much less the first would be without what the product's title, brand and category say." },
    ),
    nearest: orNull(
      object({
        ...{ productId: text(), title: text(), likeness: number() },
        shared: list(oneOf(["brand", "category"])),
      }),
    ),
  },
  {},
  { description: "What a model's score is the sum of, and what is nearest of the visitor's history." },
);

/** `GET /api/recommend`: products of the catalog for a query or for a visitor. */
export const recommendRoute = route({
  method: "GET",
  path: "/api/recommend",
  role: "read",
  summary: "Recommends products of the catalog for a query, or for a visitor by what they chose last.",
  query: object(
    {},
    {
      q: queryShape,
      user: text({ minLength: 1, maxLength: 200, description: "The visitor, as the shop names them; instead of q." }),
      top_k: limitShape,
    },
  ),
  answer: object({
    by: oneOf(["query", "history", "popularity"], {
      description: "Likeness to the query, to what the visitor chose last, or, for somebody unknown, what all chose.",
    }),
    model: orNull(text({ description: "The two-tower model in use; null while vectors of titles answer." })),
    space: text({ description: "The space that vectors were compared in." }),
    products: list(object({ ...foundFields, score: scoreShape, why: orNull(reasonShape) }), {
      description: "Best first.",
    }),
    history: list(object({ productId: text(), title: text() }), {
      description: "What the visitor chose last, the latest first; only a two-tower model recommends of it again.",
    }),
  }),
  async handle({ query: { q, user, top_k: limit = 25 } }, served) {
    const { visits, recommender, hashUser } = openData(served);
    const wish = { limit, ...(q !== undefined && { query: q }), ...(user !== undefined && { user }) };
    return recommend({ catalog: await readCatalog(served), visits, recommender, hashUser }, wish);
  },
});
