import { recommendProducts } from "../../../pipelines/retrieval/recommend-products.ts";
import { openData } from "../open-data.ts";
import { queryShape } from "../products.ts";
import { readCatalog } from "../read-catalog.ts";
import { foundFields, limitShape } from "../search-shapes.ts";
import { list, number, object, oneOf, text } from "../shape.ts";
import { route } from "./route.ts";

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
    space: text({ description: "The space that vectors were compared in." }),
    products: list(
      object({ ...foundFields, score: number({ description: "A cosine, or how often it was chosen." }) }),
      {
        description: "Best first.",
      },
    ),
    history: list(object({ productId: text(), title: text() }), {
      description: "What the visitor chose last, the latest first; none of it is recommended.",
    }),
  }),
  async handle({ query: { q, user, top_k: limit = 25 } }, served) {
    const { visits } = openData(served);
    const wish = { limit, ...(q !== undefined && { query: q }), ...(user !== undefined && { user }) };
    return recommendProducts(await readCatalog(served), visits, wish);
  },
});
