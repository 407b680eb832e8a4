import type { Appended, EventLog, Write } from "../../connectors/event-log.ts";
import type { TopicName } from "../../schemas/topics.ts";
import { encodeEvent, idOf } from "../batch.ts";
import { type EntryTopic, entryTopics, type FedEvent } from "../feed.ts";
import { eventOfJson } from "../intake/json-event.ts";
import { Unfit } from "../intake/unfit.ts";
import { findLetters, type LetterFilter, type Search } from "./find-letters.ts";
import type { Ends, KeptLetter } from "./letters.ts";

/*
 * A letter leaves once, as it is or corrected: whatever is sent for it carries one id, and the log leaves a second one out. What dies again is a new letter.
 */

/** Sends the original record to its topic again, once: a letter that was sent before is left out. */
export async function replayLetters(log: EventLog, letters: readonly KeptLetter[]): Promise<Appended> {
  return log.append(
    letters.map((letter): Write => {
      const { topic, key, value, headers } = letter;
      return { topic, key, value, headers, id: sentId(letter) };
    }),
  );
}

function sentId({ id }: KeptLetter): string {
  return `replayed-${id}`;
}

/** What became of many letters that were to be sent again. */
export interface Replayed {
  readonly found: number;
  /** Of these, so many were sent now; the others were before. */
  readonly sent: number;
  /** The ids that were asked for and are not there. */
  readonly unknown: readonly string[];
  /** Where to go on; undefined where all are sent. */
  readonly next: Ends | undefined;
}

const lettersAtOnce = 500;

/** Sends every letter again that is meant, in parts, newest first. */
export async function replayAll(log: EventLog, search: Search): Promise<Replayed> {
  const { filter, limit, mostLooked = Number.POSITIVE_INFINITY, ...rest } = search;
  let [found, sent, looked] = [0, 0, 0];
  const seen = new Set<string>();
  let next = search.from;
  do {
    const most = Math.min(lettersAtOnce, limit - found);
    const left = idsLeft(filter, seen);
    const part = await findLetters(log, {
      ...rest,
      filter: left,
      from: next,
      limit: most,
      mostLooked: mostLooked - looked,
    });
    sent += (await replayLetters(log, part.letters)).appended;
    found += part.letters.length;
    looked += part.looked;
    if (filter.ids !== undefined) for (const { id } of part.letters) seen.add(id);
    next = part.next;
  } while (next !== undefined && found < limit && looked < mostLooked && !search.signal?.aborted);
  const unknown = next === undefined ? (filter.ids ?? []).filter((id) => !seen.has(id)) : [];
  return { found, sent, unknown, next };
}

function idsLeft(filter: LetterFilter, seen: ReadonlySet<string>): LetterFilter {
  return filter.ids === undefined ? filter : { ...filter, ids: filter.ids.filter((id) => !seen.has(id)) };
}

/** What became of a corrected event: it is sent now, or another was before; or it is only sound, where it was only checked. */
export interface Fixed {
  readonly status: "sent" | "known" | "sound";
  readonly topic: EntryTopic;
  /** The id of the event. */
  readonly eventId: string;
}

/** Whether a corrected event can be sent in a letter's place: what stages made is made again from what they made it of. */
export function isFixable({ topic }: Pick<KeptLetter, "topic">): boolean {
  return entryTopics.some((name) => name === topic);
}

/**
 * Sends a corrected event, given as JSON as `POST /api/events` takes it, to the topic of a dead letter in place of its record, once. With `isTrial` it is only
 * checked. Throws Unfit where it is no event of that topic, or where the topic is none that events enter by.
 */
export async function fixLetter(
  log: EventLog,
  letter: KeptLetter,
  { event, isTrial = false }: { readonly event: unknown; readonly isTrial?: boolean },
): Promise<Fixed> {
  const fed = correctedEvent(letter, event);
  const told = { topic: fed.topic, eventId: idOf(fed.event) };
  if (isTrial) return { status: "sound", ...told };
  const write = encodeEvent(fed.topic as TopicName, fed.event, sentId(letter));
  const { appended } = await log.append([{ ...write, headers: letter.headers }]);
  return { status: appended === 1 ? "sent" : "known", ...told };
}

function correctedEvent(letter: KeptLetter, event: unknown): FedEvent {
  if (!isFixable(letter))
    throw new Unfit(
      `records of "${letter.topic}" are made by the stages and not by hand; replay the letter once their cause is mended`,
    );
  const topic = letter.topic as EntryTopic;
  return eventOfJson({ topic, event }, { source: "http", now: letter.time });
}
