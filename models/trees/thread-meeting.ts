import type { Split } from "./histogram-source.ts";

/** Where threads that grow the same tree wait for each other and tell each other what they found. */
export interface ThreadMeeting {
  /** Returns when every thread has come here. Throws when one has failed, or does not come for minutes. */
  meet(): void;
  /** The best split of each place over all threads: that of the highest score, of the first column among equal ones. */
  agree(splits: readonly (Split | undefined)[]): readonly (Split | undefined)[];
  /** Lets all others throw. */
  fail(): void;
}

/** Splits that are agreed upon at a time: those of two siblings. */
const mostPlaces = 2;
/** Score, gain, column, bin, missing left, is by category, and the left side. */
const numbers = 9;
const mostBins = 256;
const placeBytes = numbers * 8 + mostBins;
const headBytes = 64;
const head = { arrived: 0, round: 1, failed: 2 } as const;

const longestWaitMs = 600_000;
/** Looks so often before it goes to sleep: waking takes longer than most waits. */
const looks = 20_000;

/** The memory of a meeting. */
export function allocateMeeting(threads: number): SharedArrayBuffer {
  return new SharedArrayBuffer(headBytes + 2 * threads * mostPlaces * placeBytes);
}

/** A thread's view of a meeting. */
export function joinMeeting(buffer: SharedArrayBuffer, thread: number, threads: number): ThreadMeeting {
  const state = new Int32Array(buffer, 0, headBytes / 4);
  // others may still read what was told last while the next is told
  let turn = 0;
  const told = Array.from({ length: 2 * threads * mostPlaces }, (_, i) => viewOf(buffer, headBytes + i * placeBytes));
  const toldBy = (of: number, place: number) => told[(turn * threads + of) * mostPlaces + place]!;

  const meet = () => {
    const round = Atomics.load(state, head.round);
    if (Atomics.add(state, head.arrived, 1) === threads - 1) {
      Atomics.store(state, head.arrived, 0);
      Atomics.add(state, head.round, 1);
      Atomics.notify(state, head.round);
    } else waitFor(state, round);
    if (Atomics.load(state, head.failed) === 1) throw new Error("another thread that grows trees has failed");
  };

  return {
    meet,
    agree(splits) {
      splits.forEach((split, place) => {
        writeSplit(toldBy(thread, place), split);
      });
      meet();
      const agreed = splits.map((_, place) => readSplit(bestOf(threads, (of) => toldBy(of, place))));
      turn = 1 - turn;
      return agreed;
    },
    fail() {
      Atomics.store(state, head.failed, 1);
      Atomics.add(state, head.round, 1);
      Atomics.notify(state, head.round);
    },
  };
}

/** Looks for another value than the old one, for as long as that costs less than to be woken for it. */
export function lookForChange(state: Int32Array, place: number, old: number): boolean {
  for (let look = 0; look < looks; look++) if (Atomics.load(state, place) !== old) return true;
  return false;
}

function waitFor(state: Int32Array, round: number): void {
  if (lookForChange(state, head.round, round)) return;
  // again and again, as a thread may be woken late for a round that it has seen already
  while (Atomics.load(state, head.round) === round) {
    const outcome = Atomics.wait(state, head.round, round, longestWaitMs);
    if (outcome === "timed-out") throw new Error("a thread that grows trees did not answer for ten minutes");
  }
}

/** What a thread tells of a place. */
interface Told {
  readonly numbers: Float64Array;
  readonly leftBins: Uint8Array;
}

function viewOf(buffer: SharedArrayBuffer, at: number): Told {
  return {
    numbers: new Float64Array(buffer, at, numbers),
    leftBins: new Uint8Array(buffer, at + numbers * 8, mostBins),
  };
}

/** The first where they are equal; columns of a thread come before those of the next. A thread without a split tells no number. */
function bestOf(threads: number, toldBy: (thread: number) => Told): Told {
  let best = toldBy(0);
  for (let thread = 1; thread < threads; thread++) {
    const other = toldBy(thread);
    if (Number.isNaN(best.numbers[0]) || other.numbers[0]! > best.numbers[0]!) best = other;
  }
  return best;
}

function writeSplit({ numbers: told, leftBins: toldBins }: Told, split: Split | undefined): void {
  told[0] = split === undefined ? Number.NaN : split.score;
  if (split === undefined) return;
  const { gain, column, bin, missingLeft, leftBins, left } = split;
  told[1] = gain;
  told[2] = column;
  told[3] = bin;
  told[4] = Number(missingLeft);
  told[5] = Number(leftBins !== undefined);
  told[6] = left.rows;
  told[7] = left.sum;
  told[8] = left.weight;
  if (leftBins !== undefined) toldBins.fill(0).set(leftBins);
}

function readSplit({ numbers: told, leftBins }: Told): Split | undefined {
  if (Number.isNaN(told[0])) return undefined;
  return {
    score: told[0]!,
    gain: told[1]!,
    column: told[2]!,
    bin: told[3]!,
    missingLeft: told[4] === 1,
    leftBins: told[5] === 1 ? leftBins.slice() : undefined,
    left: { rows: told[6]!, sum: told[7]!, weight: told[8]! },
  };
}
