import { absolute, add, divide, multiply, square, squareRoot, subtract, sum } from "./operations.ts";
import type { Value } from "./value.ts";

/** Keeps a root away from 0, where its gradient is not finite. */
const epsilon = 1e-7;

/** |a − b|, element by element. */
export function absoluteDifference(a: Value, b: Value): Value {
  return absolute(subtract(a, b));
}

/** The length of a − b along the last axis: one number per row. Equal rows are 3·10⁻⁴ apart, and their gradient is 0. */
export function euclideanDistance(a: Value, b: Value): Value {
  return length(subtract(a, b));
}

/** The cosine of the angle along the last axis: one number from -1 to 1 per row; 0 where a row is all zero. */
function cosineSimilarity(a: Value, b: Value): Value {
  return divide(sum(multiply(a, b), [-1]), multiply(length(a), length(b)));
}

function length(x: Value): Value {
  return squareRoot(add(sum(square(x), [-1]), epsilon));
}

/** Ways to compare two vectors, by name. */
export const distances = {
  absolute: absoluteDifference,
  euclidean: euclideanDistance,
  cosine: cosineSimilarity,
  product: multiply,
} as const satisfies Readonly<Record<string, (a: Value, b: Value) => Value>>;
