import { seededRandom } from "../random.ts";

/** Deals keys out to folds at random, evenly, equal keys to the same fold: a fold for each entry, counted from 0. */
export function foldsByKey(keys: ArrayLike<number>, count: number, seed: number): Uint8Array {
  const distinct = [...new Set(Array.from(keys))];
  const order = seededRandom(seed).shuffle(Array.from(distinct.keys()));
  const foldOf = new Map(distinct.map((key, i) => [key, order[i]! % count]));
  return Uint8Array.from(keys, (key) => foldOf.get(key)!);
}

/** The entries that are in a fold, and those that are not. */
export function splitByFold(
  folds: Uint8Array,
  fold: number,
): { readonly inside: number[]; readonly outside: number[] } {
  const inside: number[] = [];
  const outside: number[] = [];
  for (const [entry, own] of folds.entries()) (own === fold ? inside : outside).push(entry);
  return { inside, outside };
}
