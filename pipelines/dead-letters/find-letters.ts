import type { EventLog } from "../../connectors/event-log.ts";
import type { IsErased } from "./erased-letters.ts";
import { type Ends, type KeptLetter, lettersBack } from "./letters.ts";

/** Which letters are meant; what is left out means any. */
export interface LetterFilter {
  readonly stage?: string | undefined;
  readonly topic?: string | undefined;
  /** As a letter has it: an error without its figures. */
  readonly reason?: string | undefined;
  readonly ids?: readonly string[] | undefined;
}

/** How much of the dead letters is looked at, newest first. */
export interface Search {
  readonly filter: LetterFilter;
  /** Where a search before it ended; from the newest on unless said. */
  readonly from?: Ends | undefined;
  /** Ends with so many letters found. */
  readonly limit: number;
  /** Ends with so many looked at; any number unless said. */
  readonly mostLooked?: number;
  readonly signal?: AbortSignal;
  /** Letters that are not found by anybody. */
  readonly isErased?: IsErased | undefined;
}

/** What a search found. */
export interface FoundLetters {
  /** Newest first. */
  readonly letters: readonly KeptLetter[];
  /** How many were looked at. */
  readonly looked: number;
  /** Where to go on; undefined where there are no others. */
  readonly next: Ends | undefined;
}

/** Looks for letters. Ends early, with what it found, when the signal aborts. */
export async function findLetters(log: EventLog, search: Search): Promise<FoundLetters> {
  const { filter, from, limit, mostLooked = Number.POSITIVE_INFINITY, signal, isErased = none } = search;
  const letters: KeptLetter[] = [];
  const wanted = wantedBy(filter);
  let looked = 0;
  let next: Ends | undefined;
  for await (const { letter, ends } of lettersBack(log, from)) {
    // one more is looked for, to know whether there are others
    if (letters.length >= limit || looked >= mostLooked || signal?.aborted) return { letters, looked, next };
    looked += 1;
    next = ends;
    if (letter !== undefined && wanted(letter) && !isErased(letter)) letters.push(letter);
    if (letters.length === filter.ids?.length) break;
  }
  return { letters, looked, next: undefined };
}

/** The letter of an id; undefined where there is none. */
export async function findLetter(
  log: EventLog,
  id: string,
  options: Pick<Search, "signal" | "isErased"> = {},
): Promise<KeptLetter | undefined> {
  const { letters } = await findLetters(log, { filter: { ids: [id] }, limit: 1, ...options });
  return letters[0];
}

const none: IsErased = () => false;

function wantedBy({ stage, topic, reason, ids }: LetterFilter): (letter: KeptLetter) => boolean {
  const named = ids && new Set(ids);
  return (letter) =>
    (stage === undefined || letter.stage === stage) &&
    (topic === undefined || letter.topic === topic) &&
    (reason === undefined || letter.reason === reason) &&
    (named === undefined || named.has(letter.id));
}

/** Letters of one cause. */
export interface LetterReason {
  readonly stage: string;
  readonly topic: string;
  readonly reason: string;
  readonly letters: number;
  /** When the last of them died, milliseconds since 1970 UTC. */
  readonly newest: number;
}

/** What the newest letters died of, most frequent first. */
export async function letterReasons(
  log: EventLog,
  bounds: Pick<Search, "mostLooked" | "signal" | "isErased">,
): Promise<{ readonly reasons: readonly LetterReason[]; readonly looked: number; readonly isWhole: boolean }> {
  const { mostLooked = Number.POSITIVE_INFINITY, signal, isErased = none } = bounds;
  const reasons = new Map<string, LetterReason>();
  let looked = 0;
  let isWhole = true;
  for await (const { letter } of lettersBack(log)) {
    isWhole = looked < mostLooked && !signal?.aborted;
    if (!isWhole) break;
    looked += 1;
    if (letter !== undefined && !isErased(letter)) count(reasons, letter);
  }
  return { reasons: [...reasons.values()].sort((a, b) => b.letters - a.letters), looked, isWhole };
}

function count(reasons: Map<string, LetterReason>, { stage, topic, reason, diedAt }: KeptLetter): void {
  const key = JSON.stringify([stage, topic, reason]);
  const { letters = 0, newest = diedAt } = reasons.get(key) ?? {};
  reasons.set(key, { stage, topic, reason, letters: letters + 1, newest });
}
