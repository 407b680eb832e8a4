import type { KnownProduct } from "../../models/hybrid/hybrid.ts";
import { type HybridConfig, hybridDefaults } from "../../models/hybrid/hybrid-config.ts";
import { seededRandom } from "../../models/random.ts";

/** A net that learns in a second. */
export const smallHybrid: HybridConfig = {
  ...hybridDefaults,
  ...{ width: 8, height: 8, filters: [4], wordWidth: 4, units: 4, longest: 4, minTitles: 1, buckets: 5 },
  ...{ gramRows: 500, gramWidth: 8, dimensions: 12, batchSize: 16, epochs: 10, shift: 1, threads: 1, dropout: 0.1 },
};

/** The colours that pictures have, and the words that titles have. */
const colours = { red: [220, 40, 40], blue: [40, 40, 220] } as const;
const words = { men: ["men", "gents"], women: ["women", "ladies"] } as const;

/** A picture of a colour, 8 × 8, with some noise. */
export function colouredPicture(colour: keyof typeof colours, seed: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: 192 }, (_, place) => colours[colour][place % 3]! + random.int(30) - 15);
}

/** Products whose category is the colour of the picture and whom the title is for: neither alone tells it. */
export function shownProducts(count: number, seed: number): readonly KnownProduct[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, place) => {
    const colour = random.uniform() < 0.5 ? "red" : "blue";
    const group = random.uniform() < 0.5 ? "men" : "women";
    const title = `brand${random.int(9)} ${words[group][random.int(2)]} model ${random.int(50)}`;
    return { title, picture: colouredPicture(colour, seed * 1000 + place), category: `${colour} ${group}` };
  });
}
