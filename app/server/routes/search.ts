import { searchProducts } from "../../../pipelines/retrieval/search-products.ts";
import { openData } from "../open-data.ts";
import { queryShape, scoringFields } from "../products.ts";
import { readCatalog } from "../read-catalog.ts";
import { facetShape, foundFields, limitShape } from "../search-shapes.ts";
import { list, number, object, text, whole } from "../shape.ts";
import { route } from "./route.ts";

/** `GET /api/search`: products of the catalog for a query, best first. */
export const searchRoute = route({
  method: "GET",
  path: "/api/search",
  role: "read",
  summary:
    "Finds products of the catalog by words and by vectors, and puts them in the order of the champion's scores.",
  query: object({ q: queryShape }, { limit: limitShape }),
  answer: object({
    query: text(),
    reading: object({
      words: list(text(), { description: "What was searched for." }),
      rewrites: scoringFields.rewrites,
    }),
    products: list(object({ ...foundFields, score: number() }), { description: "Best first." }),
    facets: object({ brand: list(facetShape), category: list(facetShape) }),
    found: whole({ description: "How many products were found and scored; facets count these." }),
    searched: whole({ description: "How many products the catalog has." }),
    model: scoringFields.model,
    scoreMin: scoringFields.scoreMin,
    scoreMax: scoringFields.scoreMax,
  }),
  async handle({ query: { q, limit = 25 } }, served) {
    const { live } = openData(served);
    return searchProducts(await readCatalog(served), live, { query: q, limit });
  },
});
