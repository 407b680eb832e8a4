import { TwinstreamError } from "../../schemas/errors.ts";

/** A vector and the space it lives in. */
export interface Embedding {
  readonly space: string;
  readonly vector: Float32Array;
}

/** Cosine of two embeddings, from -1 to 1. Throws MODEL_MISMATCH when they live in two spaces. */
export function similarity(first: Embedding, second: Embedding): number {
  if (first.space !== second.space) {
    throw mismatch(`vectors of the spaces "${first.space}" and "${second.space}" can't be compared`);
  }
  return cosine(first.vector, second.vector);
}

/** Cosine of two vectors of one space, from -1 to 1; 0 when one of them is zero. Throws MODEL_MISMATCH for two lengths. */
export function cosine(first: Float32Array, second: Float32Array): number {
  if (first.length !== second.length) {
    throw mismatch(`vectors of ${first.length} and ${second.length} numbers can't be compared`);
  }
  let product = 0;
  let firstSquared = 0;
  let secondSquared = 0;
  for (let i = 0; i < first.length; i++) {
    const a = first[i]!;
    const b = second[i]!;
    product += a * b;
    firstSquared += a * a;
    secondSquared += b * b;
  }
  const length = Math.sqrt(firstSquared) * Math.sqrt(secondSquared);
  return length === 0 ? 0 : Math.max(-1, Math.min(1, product / length));
}

/** Brings a vector to unit length, in place; one of zeros stays. */
export function toUnitLength(vector: Float32Array): Float32Array {
  const scale = scaleOf(vector) || 1;
  for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! * scale;
  return vector;
}

/** One over the length of a vector, which makes a product with it a cosine; 0 for one of zeros. */
export function scaleOf(vector: Float32Array): number {
  let squared = 0;
  for (let i = 0; i < vector.length; i++) squared += vector[i]! * vector[i]!;
  return squared === 0 ? 0 : 1 / Math.sqrt(squared);
}

function mismatch(what: string): TwinstreamError {
  return new TwinstreamError("MODEL_MISMATCH", `${what}; embed both texts with the same model and vocabulary`);
}
