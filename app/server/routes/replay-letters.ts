import { replayAll } from "../../../pipelines/dead-letters/send-again.ts";
import { Problem } from "../problems.ts";
import { flag, list, object, orNull, text, whole } from "../shape.ts";
import { cursorOf, cursorShape, endsOf, letterFilter, letterIdShape, mostLooked, openLetters } from "../told-letter.ts";
import { route } from "./route.ts";

/** A request sends no more than this. */
const limit = 5_000;

/** `POST /api/dead-letters/replay`: another try for records as they are. */
export const replayLettersRoute = route({
  method: "POST",
  path: "/api/dead-letters/replay",
  role: "write",
  summary:
    "Sends the records of dead letters to their topics again as they are, each once: some by id, or all of a kind.",
  body: object(
    {},
    {
      ids: list(letterIdShape, { minItems: 1, maxItems: 1_000, description: "These, and nothing else is said." }),
      ...letterFilter,
      all: flag({ description: "Every dead letter, where no id, stage, topic or reason is said." }),
      cursor: cursorShape,
    },
  ),
  answer: object({
    found: whole(),
    sent: whole({ description: "Of these, so many were sent now; the others were before." }),
    unknown: list(text(), { description: "Ids that no dead letter has." }),
    next: orNull(text({ description: "There are more: the cursor to go on with; null where all were sent." })),
  }),
  answerMs: 120_000,
  async handle({ body: { ids, all = false, cursor, ...filter }, signal }, served) {
    const { log, bounds } = await openLetters(served, signal);
    const isFiltered = Object.values(filter).some((value) => value !== undefined);
    if ([ids !== undefined, isFiltered, all].filter(Boolean).length !== 1)
      throw new Problem(
        "INVALID_REQUEST",
        'say which: "ids", or some of "stage", "topic" and "reason", or "all": true',
      );
    const search = { filter: { ...filter, ids }, limit, from: endsOf(cursor), ...bounds };
    const { next, ...told } = await replayAll(log, ids === undefined ? { ...search, mostLooked } : search);
    return { ...told, next: cursorOf(next) };
  },
});
