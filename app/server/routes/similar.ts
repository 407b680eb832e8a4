import { similarProducts } from "../../../pipelines/retrieval/similar-products.ts";
import { Problem } from "../problems.ts";
import { readCatalog } from "../read-catalog.ts";
import { foundFields, limitShape } from "../search-shapes.ts";
import { list, number, object, text } from "../shape.ts";
import { route } from "./route.ts";

/** `GET /api/similar`: products of the catalog that are like one of it. */
export const similarRoute = route({
  method: "GET",
  path: "/api/similar",
  role: "read",
  summary: "Finds the products of the catalog whose titles are most like that of a product.",
  query: object(
    { product: text({ minLength: 1, maxLength: 200, description: "The product's id." }) },
    { limit: limitShape },
  ),
  answer: object({
    productId: text(),
    title: text(),
    space: text({ description: "The space that their vectors are compared in." }),
    products: list(object({ ...foundFields, likeness: number({ description: "The cosine of both vectors." }) }), {
      description: "The most alike first.",
    }),
  }),
  async handle({ query: { product, limit = 25 } }, served) {
    const similar = await similarProducts(await readCatalog(served), { productId: product, limit });
    if (similar !== undefined) return similar;
    throw new Problem("NO_SUCH_PRODUCT", `the catalog has no product "${product}"; give the id of one that it has`);
  },
});
