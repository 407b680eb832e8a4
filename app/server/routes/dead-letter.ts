import { findLetter } from "../../../pipelines/dead-letters/find-letters.ts";
import { letterContent } from "../../../pipelines/dead-letters/letter-content.ts";
import { isFixable } from "../../../pipelines/dead-letters/send-again.ts";
import { anything, byName, flag, list, object, oneOf, orNull, text, whole } from "../shape.ts";
import { letterFields, letterIdShape, noSuchLetter, openLetters, toldLetter } from "../told-letter.ts";
import { route } from "./route.ts";

/** Bytes of a record that are told; of a larger one the first. */
const mostBytes = 64 * 2 ** 10;

/** `GET /api/dead-letters/:id`: one, read as far as that goes, and its bytes. */
export const deadLetterRoute = route({
  method: "GET",
  path: "/api/dead-letters/:id",
  role: "read",
  summary: "One dead letter: its record read as far as that goes, its bytes, and where and why they can't be read on.",
  place: object({ id: letterIdShape }),
  answer: object({
    ...letterFields,
    headers: byName(text(), { description: "What stood beside the record." }),
    kind: oneOf(["avro", "json", "text", "bytes"], { description: "What the bytes were read as." }),
    schemaId: orNull(whole({ description: "The schema that they name." })),
    event: anything({ description: "What they hold, as far as it could be read; null where that is nothing." }),
    fault: orNull(
      object({
        at: whole({ description: "The first byte that is wrong, counted from 0." }),
        path: text({ description: "The field that stands there, such as products[2].title." }),
        why: text(),
      }),
    ),
    parts: list(object({ path: text(), from: whole(), to: whole() }), {
      description: "Where each value of the event stands in the bytes, the end excluded; of very many the first.",
    }),
    hex: text({ description: `The bytes, two digits each; the first ${mostBytes} of more.` }),
    isFixable: flag({ description: "Whether a corrected event can be sent in its place." }),
  }),
  async handle({ place: { id }, signal }, served) {
    const { log, bounds } = await openLetters(served, signal);
    const letter = await findLetter(log, id, bounds);
    if (letter === undefined) throw noSuchLetter(id);
    const { kind, schemaId = null, event = null, fault = null, parts } = letterContent(letter);
    const hex = letter.value.subarray(0, mostBytes).toString("hex");
    const told = { ...toldLetter(letter), headers: letter.headers };
    return { ...told, kind, schemaId, event, fault, parts, hex, isFixable: isFixable(letter) };
  },
});
