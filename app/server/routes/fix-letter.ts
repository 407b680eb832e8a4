import { findLetter } from "../../../pipelines/dead-letters/find-letters.ts";
import { fixLetter } from "../../../pipelines/dead-letters/send-again.ts";
import { Unfit } from "../../../pipelines/intake/unfit.ts";
import { Problem } from "../problems.ts";
import { anything, flag, object, oneOf, text } from "../shape.ts";
import { letterIdShape, noSuchLetter, openLetters } from "../told-letter.ts";
import { route } from "./route.ts";

/** `POST /api/dead-letters/:id/fix`: a corrected event in the place of a record that could not be used. */
export const fixLetterRoute = route({
  method: "POST",
  path: "/api/dead-letters/:id/fix",
  role: "write",
  summary: "Sends a corrected event to the topic of a dead letter in the place of its record, once.",
  place: object({ id: letterIdShape }),
  body: object(
    { event: anything({ description: "The event as JSON, as POST /api/events takes it." }) },
    { isTrial: flag({ description: "Only says whether it is an event of that topic." }) },
  ),
  answer: object({
    status: oneOf(["sent", "known", "sound"], {
      description:
        "known: the letter was sent again before, and nothing was sent now. sound: a trial that can be sent.",
    }),
    topic: text(),
    eventId: text(),
  }),
  async handle({ place: { id }, body: { event, isTrial = false }, signal }, served) {
    const { log, bounds } = await openLetters(served, signal);
    const letter = await findLetter(log, id, bounds);
    if (letter === undefined) throw noSuchLetter(id);
    return fixLetter(log, letter, { event, isTrial }).catch((error: unknown) => {
      throw error instanceof Unfit ? unfit(error.message) : error;
    });
  },
});

/** The sentence names its field as `field "products[2].title"`, the event itself as `event`. */
function unfit(what: string): Problem {
  const path = /^field "([^"]+)"/.exec(what)?.[1] ?? "event";
  const within = path === "event" ? "" : `/${path.replaceAll(/[.[]/g, "/").replaceAll("]", "")}`;
  return new Problem("INVALID_REQUEST", what, { faults: [{ where: `body/event${within}`, what }] });
}
