import { lookAlikes } from "../../../pipelines/retrieval/look-alikes.ts";
import { openData } from "../open-data.ts";
import { Problem } from "../problems.ts";
import { likeFields, limitShape, noSuchProduct, productShape } from "../search-shapes.ts";
import { flag, list, number, object, orNull, text } from "../shape.ts";
import { route } from "./route.ts";

const seen = {
  category: orNull(text({ description: "The likeliest category; null where there was nothing to see or read." })),
  probability: number({ description: "How likely that category is, from 0 to 1." }),
};

/** `GET /api/recognised`: what a product looks and reads like. */
export const recognisedRoute = route({
  method: "GET",
  path: "/api/recognised",
  role: "read",
  summary: "What a product was recognised as by picture and title, and the products that look and read most like it.",
  query: object({ product: productShape }, { limit: limitShape }),
  answer: object({
    productId: text(),
    title: text(),
    model: text({ description: "The hybrid model that recognised it." }),
    ...seen,
    seesPicture: flag({ description: "Whether there was a picture that could be used." }),
    note: orNull(text({ description: "Why the picture could not be used, or what was done to it." })),
    space: text({ description: "The space that their vectors are compared in." }),
    products: list(object({ ...likeFields, recognised: object(seen) }), { description: "The most alike first." }),
  }),
  async handle({ query: { product, limit = 25 } }, served) {
    const { catalog, recognitions } = openData(served);
    const wanted = { productId: product, limit };
    const found = recognitions ? await lookAlikes(await catalog.get(), recognitions, wanted) : "unrecognised";
    if (found === "unknown") throw noSuchProduct(product);
    if (found === "unrecognised")
      throw new Problem(
        "NOT_RECOGNISED",
        `no model has recognised "${product}" yet: train one with twinstream train hybrid; the stage recognise then goes through the catalog`,
      );
    return found;
  },
});
