import { hashStart, hashUnit } from "../hash.ts";
import { WeakCache } from "../weak-cache.ts";

/** The different runs of three and of four characters of a text's words, each word with a space at both of its ends. */
export interface CharacterRuns {
  /** Hashes: first those of the runs of three, ascending, then those of four, ascending. */
  readonly hashes: Uint32Array;
  /** How many of the hashes are runs of three. */
  readonly threes: number;
}

const space = " ".charCodeAt(0);
/** Hashes that share memory: those of some 150 titles. To ask for memory for each text would cost more than the hashes take. */
const hashesTogether = 16_384;

const known = new WeakCache<readonly string[], CharacterRuns>();
let shared = new Uint32Array();
let scratch = new Uint32Array(1_024);

/** The runs of a text by its words, kept as long as those. */
export function characterRuns(words: readonly string[]): CharacterRuns {
  return known.getOrMake(words, readRuns);
}

/** How many runs of three two texts have in common. */
export function commonThrees(first: CharacterRuns, second: CharacterRuns): number {
  return countCommon(first.hashes, 0, first.threes, second.hashes, 0, second.threes);
}

/** How many runs of four two texts have in common. */
export function commonFours(first: CharacterRuns, second: CharacterRuns): number {
  const [end, until] = [first.hashes.length, second.hashes.length];
  return countCommon(first.hashes, first.threes, end, second.hashes, second.threes, until);
}

/** How many numbers two ascending parts have in common. */
function countCommon(
  first: Uint32Array,
  begin: number,
  end: number,
  second: Uint32Array,
  from: number,
  until: number,
): number {
  let [at, count] = [from, 0];
  for (let i = begin; i < end; i++) {
    const hash = first[i]!;
    while (at < until && second[at]! < hash) at++;
    if (at < until && second[at] === hash) count++;
  }
  return count;
}

function readRuns(words: readonly string[]): CharacterRuns {
  let most = 0;
  for (const word of words) most += word.length;
  if (scratch.length < 2 * most) scratch = new Uint32Array(2 * most);
  let [threes, fours] = [0, most];
  for (const word of words) {
    let [before, middle] = [space, word.charCodeAt(0)];
    for (let i = 1; i <= word.length; i++) {
      const after = i === word.length ? space : word.charCodeAt(i);
      const hash = hashUnit(hashUnit(hashUnit(hashStart, before), middle), after);
      scratch[threes++] = hash;
      if (i < word.length) scratch[fours++] = hashUnit(hash, i + 1 === word.length ? space : word.charCodeAt(i + 1));
      before = middle;
      middle = after;
    }
  }
  scratch.subarray(0, threes).sort();
  scratch.subarray(most, fours).sort();
  const different = moveDistinct(0, threes, 0);
  return { hashes: kept(moveDistinct(most, fours, different)), threes: different };
}

/** Moves each of the sorted numbers from `begin` to `end` once to the place `to`, which is not behind them; gives the place after the last. */
function moveDistinct(begin: number, end: number, to: number): number {
  let at = to;
  for (let i = begin; i < end; i++) if (at === to || scratch[i] !== scratch[at - 1]) scratch[at++] = scratch[i]!;
  return at;
}

/** The first hashes of the scratch, in memory that texts share. */
function kept(count: number): Uint32Array {
  if (count > shared.length) shared = new Uint32Array(Math.max(count, hashesTogether));
  const hashes = shared.subarray(0, count);
  shared = shared.subarray(count);
  hashes.set(scratch.subarray(0, count));
  return hashes;
}
