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

/** How many of the products that were found have a brand, or are of a category. */
export const facetShape = object({ value: text(), count: whole() });
