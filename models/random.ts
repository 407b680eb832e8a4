import { mixBits } from "./hash.ts";
import { markFrom } from "./random-kernel.ts";

/** A stream of pseudo-random numbers; equal seeds give equal streams on every machine. */
export interface Random {
  /** A number from 0 up to but not including 1, in steps of 2^-32. */
  uniform(): number;
  /** A whole number from 0 up to but not including `below`, which is at most 2^32; its bias is below `below` / 2^32. */
  int(below: number): number;
  /** Draws a number for each place, as `uniform` does but many times as fast, and puts a 1 where it is at least `least`, a 0 elsewhere. */
  markFrom(least: number, places: Uint8Array): void;
  /** Puts the items in random order, in place, and returns them. */
  shuffle<Items extends { [index: number]: unknown; readonly length: number }>(items: Items): Items;
}

/** A small fast generator (sfc32, from PractRand) started from a 32-bit seed. Not for secrets. */
export function seededRandom(seed: number): Random {
  const state = Int32Array.of(mixBits(seed + 1), mixBits(seed ^ 0x9e3779b9), mixBits(seed ^ 0x243f6a88), 1);
  for (let i = 0; i < 12; i++) nextBits(state);
  const uniform = () => nextBits(state) / 2 ** 32;
  const int = (below: number) => Math.floor(uniform() * below);
  return {
    uniform,
    int,
    markFrom(least, places) {
      const bound = Math.ceil(least * 2 ** 32);
      markFrom(state, bound, places);
      // no number is so large, which the bound as 32 bits can't say
      if (bound >= 2 ** 32) places.fill(0);
    },
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = int(i + 1);
        [items[i], items[j]] = [items[j], items[i]];
      }
      return items;
    },
  };
}

/** The next number from 0 up to 2^32 of a state of four. */
function nextBits(state: Int32Array): number {
  const [a, b, c, counter] = [state[0]!, state[1]!, state[2]!, state[3]!];
  const sum = (a + b + counter) | 0;
  state[0] = b ^ (b >>> 9);
  state[1] = c + (c << 3);
  state[2] = ((c << 21) | (c >>> 11)) + sum;
  state[3] = counter + 1;
  return sum >>> 0;
}
