import { similarByTowers } from "../../../pipelines/recommend/similar-by-towers.ts";
import { similarProducts } from "../../../pipelines/retrieval/similar-products.ts";
import { openData } from "../open-data.ts";
import { Problem } from "../problems.ts";
import { readCatalog } from "../read-catalog.ts";
import { likeFields, limitShape, noSuchProduct, productShape } from "../search-shapes.ts";
import { list, object, oneOf, orNull, text } from "../shape.ts";
import { route, type Served } from "./route.ts";

const ways = ["titles", "towers"] as const;

/** `GET /api/similar`: products of the catalog that are like one of it. */
export const similarRoute = route({
  method: "GET",
  path: "/api/similar",
  role: "read",
  summary: "Finds the products of the catalog that are most like one of it: by title, or by who chooses them.",
  query: object(
    { product: productShape },
    {
      by: oneOf(ways, {
        description:
          "Likeness of titles, unless said, or of the vectors that a two-tower model has learned from what visitors chose.",
      }),
      limit: limitShape,
    },
  ),
  answer: object({
    productId: text(),
    title: text(),
    by: oneOf(ways),
    model: orNull(text({ description: "The two-tower model whose vectors are compared; null by titles." })),
    space: text({ description: "The space that their vectors are compared in." }),
    products: list(object(likeFields), { description: "The most alike first." }),
  }),
  async handle({ query: { product, by = "titles", limit = 25 } }, served) {
    const wanted = { productId: product, limit };
    const similar = by === "titles" ? await byTitles(served, wanted) : await byTowers(served, wanted);
    if (similar !== undefined) return similar;
    throw noSuchProduct(product);
  },
});

interface Wanted {
  readonly productId: string;
  readonly limit: number;
}

async function byTitles(served: Served, wanted: Wanted) {
  const similar = await similarProducts(await readCatalog(served), wanted);
  return similar && { ...similar, by: "titles" as const, model: null };
}

async function byTowers(served: Served, wanted: Wanted) {
  const similar = await similarByTowers(await readCatalog(served), openData(served).recommender, wanted);
  if (similar === "untrained")
    throw new Problem(
      "NO_RECOMMENDER",
      "no two-tower model is in use: train one with twinstream train two-tower, or leave by=towers out",
    );
  return similar === "unknown" ? undefined : { ...similar, by: "towers" as const };
}
