import { comparedCount } from "../../models/features/set-features.ts";
import type { PartToScore } from "../evaluation/score-events.ts";
import type { ScoredSearch, SearchToScore } from "./search-scorer.ts";

/** Parts of fewer products are done sooner on average, but the slowest of them no sooner: with each thread grows the chance that one has to wait for a core. */
const fewestInPart = 100;

/** A part of a search on its way to the thread that scores it. */
export interface SentPart {
  /** The places of its first product, and after that of its last. */
  readonly first: number;
  readonly end: number;
  /** What the threads share: see `openPart`. */
  readonly shared: SharedArrayBuffer;
}

/** How many threads of so many that have nothing to do are to score a search together. */
export function partsOf({ titles }: SearchToScore, idle: number): number {
  return Math.max(1, Math.min(idle, Math.floor(titles.length / fewestInPart)));
}

/** Scores a search in so many parts at a time, each by who is asked. Throws what one of them throws, and then no other waits for it any longer. */
export async function scoreInParts(
  search: SearchToScore,
  parts: number,
  ask: (index: number, part: SentPart) => Promise<ScoredSearch>,
): Promise<ScoredSearch> {
  const products = search.titles.length;
  const shared = new SharedArrayBuffer(meetingBytes + comparedCount * products * Float32Array.BYTES_PER_ELEMENT);
  const meeting = new Int32Array(shared, 0, 2);
  meeting[toCome] = parts;
  const placeOf = (index: number) => Math.floor((index * products) / parts);
  try {
    const scored = await Promise.all(
      Array.from({ length: parts }, (_, index) =>
        ask(index, { first: placeOf(index), end: placeOf(index + 1), shared }),
      ),
    );
    return { ...scored[0]!, scores: scored.flatMap(({ scores }) => scores) };
  } catch (error) {
    callOff(meeting);
    throw error;
  }
}

/** A part as who scores it needs it. Its `meet` holds up the thread until all parts are there: others are soon, as each went to a thread that had nothing to do. */
export function openPart({ first, end, shared }: SentPart): PartToScore {
  const meeting = new Int32Array(shared, 0, 2);
  return { first, end, similarities: new Float32Array(shared, meetingBytes), meet: () => meetOthers(meeting) };
}

/** Places in what is known of a meeting: how many parts are still to come, and whether it was called off. */
const toCome = 0;
const isOff = 1;
const meetingBytes = 2 * Int32Array.BYTES_PER_ELEMENT;

function meetOthers(meeting: Int32Array): void {
  if (Atomics.sub(meeting, toCome, 1) === 1) Atomics.notify(meeting, toCome);
  for (;;) {
    if (Atomics.load(meeting, isOff) === 1) throw new Error("another part of the search could not be scored");
    const missing = Atomics.load(meeting, toCome);
    if (missing <= 0) return;
    Atomics.wait(meeting, toCome, missing);
  }
}

function callOff(meeting: Int32Array): void {
  Atomics.store(meeting, isOff, 1);
  Atomics.store(meeting, toCome, 0);
  Atomics.notify(meeting, toCome);
}
