import { Problem } from "./problems.ts";
import { number, object, orNull, text, whole } from "./shape.ts";

/** How many products a search gives at most. */
export const limitShape = whole({
  minimum: 1,
  maximum: 100,
  description: "At most so many products; 25 unless said.",
});

/** What every answer tells of a product that was found. */
export const foundFields = {
  productId: text(),
  title: text(),
  brand: orNull(text()),
  category: orNull(text()),
  price: orNull(number()),
};

/** The product that others are like. */
export const productShape = text({ minLength: 1, maxLength: 200, description: "The product's id." });

/** What is told of a product that is like it. */
export const likeFields = { ...foundFields, likeness: number({ description: "The cosine of both vectors." }) };

/** What is thrown where the catalog lacks a product. */
export function noSuchProduct(product: string): Problem {
  return new Problem("NO_SUCH_PRODUCT", `the catalog has no product "${product}"; give the id of one that it has`);
}

/** How many of the products that were found have a brand, or are of a category. */
export const facetShape = object({ value: text(), count: whole() });
