import { mixBits } from "./hash.ts";

/** A stream of pseudo-random numbers; equal seeds give equal streams on every machine. */
export interface Random {
  /** A number from 0 up to but not including 1, in steps of 2^-32. */
  uniform(): number;
  /** A whole number from 0 up to but not including `below`, which is at most 2^32; its bias is below `below` / 2^32. */
  int(below: number): number;
  /** Puts the items in random order, in place, and returns them. */
  shuffle<Items extends { [index: number]: unknown; readonly length: number }>(items: Items): Items;
}

/** A small fast generator (sfc32, from PractRand) started from a 32-bit seed. Not for secrets. */
export function seededRandom(seed: number): Random {
  const next = sfc32(seed);
  const uniform = () => next() / 2 ** 32;
  const int = (below: number) => Math.floor(uniform() * below);
  return {
    uniform,
    int,
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = int(i + 1);
        [items[i], items[j]] = [items[j], items[i]];
      }
      return items;
    },
  };
}

function sfc32(seed: number): () => number {
  let a = mixBits(seed + 1);
  let b = mixBits(seed ^ 0x9e3779b9);
  let c = mixBits(seed ^ 0x243f6a88);
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}
