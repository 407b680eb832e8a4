import { findLetters, letterReasons } from "../../../pipelines/dead-letters/find-letters.ts";
import { topics } from "../../../schemas/topics.ts";
import { flag, list, number, object, orNull, text, whole } from "../shape.ts";
import {
  cursorOf,
  cursorShape,
  endsOf,
  letterFilter,
  letterShape,
  mostLooked,
  openLetters,
  toldLetter,
} from "../told-letter.ts";
import { route } from "./route.ts";

const usualLimit = 50;

/** `GET /api/dead-letters`: what could not be read or processed, newest first. */
export const deadLettersRoute = route({
  method: "GET",
  path: "/api/dead-letters",
  role: "read",
  summary: "What could not be read or processed, newest first; by stage, topic or reason, a page at a time.",
  query: object(
    {},
    {
      ...letterFilter,
      limit: whole({ minimum: 1, maximum: 500, description: `At most so many; ${usualLimit} unless said.` }),
      cursor: cursorShape,
    },
  ),
  answer: object({
    letters: list(letterShape),
    next: orNull(text({ description: "The cursor of the next page; null on the last." })),
    looked: whole({ description: `So many letters were looked at: ${mostLooked} at most, then go on with next.` }),
    since: number({ description: "Letters are kept since then, milliseconds since 1970 UTC." }),
  }),
  async handle({ query: { limit = usualLimit, cursor, ...filter }, signal }, served) {
    const { log, bounds } = await openLetters(served, signal);
    const search = { filter, limit, from: endsOf(cursor), mostLooked, ...bounds };
    const { letters, next, looked } = await findLetters(log, search);
    const since = served.clock.now() - topics["dead-letters"].retentionMs!;
    return { letters: letters.map(toldLetter), next: cursorOf(next), looked, since };
  },
});

const mostReasons = 200;

/** `GET /api/dead-letters/reasons`: what letters have died of. */
export const letterReasonsRoute = route({
  method: "GET",
  path: "/api/dead-letters/reasons",
  role: "read",
  summary: "What the newest dead letters died of, and how many of each, most frequent first.",
  answer: object({
    reasons: list(
      object({
        stage: text(),
        topic: text(),
        reason: text({ description: "The error with # for its figures." }),
        letters: whole(),
        newest: number({ description: "When the last of them was refused, milliseconds since 1970 UTC." }),
      }),
    ),
    looked: whole({ description: `So many letters were looked at, ${mostLooked} at most.` }),
    isWhole: flag({ description: "Whether these are all letters that there are." }),
  }),
  async handle({ signal }, served) {
    const { log, bounds } = await openLetters(served, signal);
    const { reasons, ...told } = await letterReasons(log, { mostLooked, ...bounds });
    return { reasons: reasons.slice(0, mostReasons), ...told };
  },
});
