import type { Random } from "../random.ts";

/**
 * Cuts searches into parts at random, as if fewer products had been shown: about half stay whole, the others are cut between any two rows with a chance
 * that is drawn for each. What compares the products of a search is then learned for any number of them, one included.
 */
export function cutSearches(searches: Uint32Array, random: Random): Uint32Array {
  const parts = new Uint32Array(searches.length);
  let chance = 0;
  for (let row = 0; row < searches.length; row++) {
    const isNew = row === 0 || searches[row] !== searches[row - 1];
    if (isNew) chance = random.uniform() < 0.5 ? 0 : random.uniform();
    const isCut = isNew || random.uniform() < chance;
    parts[row] = row === 0 ? 0 : parts[row - 1]! + Number(isCut);
  }
  return parts;
}
