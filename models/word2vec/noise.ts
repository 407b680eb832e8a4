import type { Random } from "../random.ts";

/** Draws words by chance. */
export interface Noise {
  /** The number of a word. */
  draw(random: Random): number;
}

/**
 * Draws each number with a probability that is its share of the weights, exactly and in constant time: Vose's alias method, with one random
 * number for both place and coin.
 */
export function createNoise(weights: Float64Array): Noise {
  const { chance, alias } = aliasTable(weights);
  const size = weights.length;
  return {
    draw(random) {
      const point = random.uniform() * size;
      const place = Math.floor(point);
      return point - place < chance[place]! ? place : alias[place]!;
    },
  };
}

/** The noise of skip-gram: words by their count to the power of `exponent`. */
export function noiseOfCounts(counts: readonly number[], exponent: number): Noise {
  return createNoise(Float64Array.from(counts, (count) => count ** exponent));
}

function aliasTable(weights: Float64Array): { readonly chance: Float64Array; readonly alias: Int32Array } {
  const size = weights.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const chance = weights.map((weight) => (weight * size) / total);
  const alias = Int32Array.from(weights, (_, place) => place);
  const poor = [...chance.keys()].filter((place) => chance[place]! < 1);
  const rich = [...chance.keys()].filter((place) => chance[place]! >= 1);
  while (poor.length > 0 && rich.length > 0) {
    const [taker, giver] = [poor.pop()!, rich.at(-1)!];
    alias[taker] = giver;
    chance[giver] = chance[giver]! - (1 - chance[taker]!);
    if (chance[giver]! < 1) poor.push(rich.pop()!);
  }
  // what is left is 1 but for rounding
  for (const place of [...poor, ...rich]) chance[place] = 1;
  return { chance, alias };
}
