import { seededRandom } from "../../models/random.ts";

/**
 * Vectors that are hard to compare: near to one another, equal, of one length and opposed, zeros, of one number, of a few large numbers
 * among small ones, as small and as large as float32 allows.
 */
export function hardVectors(count: number, dimensions: number, seed: number): readonly Float32Array[] {
  const random = seededRandom(seed);
  const draw = (spread: number) => Float32Array.from({ length: dimensions }, () => (random.uniform() - 0.5) * spread);
  const centre = draw(1);
  const kinds: readonly (() => Float32Array)[] = [
    () => draw(1),
    () => draw(1e-3).map((value, i) => value + centre[i]!),
    () => draw(1e-7).map((value, i) => value + centre[i]!),
    () => centre.slice(),
    () => centre.map((value) => 4 * value),
    () => centre.map((value) => -value),
    () => new Float32Array(dimensions),
    () => new Float32Array(dimensions).fill(7, random.int(dimensions)).fill(0, random.int(dimensions)),
    () => draw(1e-2).map((value) => (random.uniform() < 0.05 ? 50 * value : value)),
    () => draw(1e-39),
    () => draw(6e38),
    () => new Float32Array(dimensions).fill(2),
  ];
  return Array.from({ length: count }, () => kinds[random.int(kinds.length)]!());
}

/** How long a vector is. */
export function lengthOf(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

/** The cosine of two vectors, number by number; 0 where one is of zeros. */
export function cosineByHand(one: Float32Array, other: Float32Array): number {
  const product = one.reduce((sum, value, i) => sum + value * other[i]!, 0);
  return product === 0 ? 0 : product * (1 / lengthOf(one)) * (1 / lengthOf(other));
}
