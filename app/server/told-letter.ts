import type { Ends, KeptLetter } from "../../pipelines/dead-letters/letters.ts";
import { openData } from "./open-data.ts";
import { Problem } from "./problems.ts";
import type { Served } from "./routes/route.ts";
import { number, object, orNull, text, whole, words } from "./shape.ts";

/** A request looks at no more letters than this, however few of them are meant. */
export const mostLooked = 20_000;

/** Where the letters are, and who may see them: nobody those of users who were erased. */
export async function openLetters(served: Pick<Served, "vitals">, signal: AbortSignal) {
  const { log, erasedLetters } = openData(served);
  return { log, bounds: { signal, isErased: await erasedLetters?.() } };
}

/** The id of a dead letter in an address. */
export const letterIdShape = words(300, { description: "Such as searches-2-1041.", examples: ["searches-2-1041"] });

/** Which letters are meant, in an address or a body. */
export const letterFilter = {
  stage: text({ maxLength: 100, description: "What failed: decode, or the name of a stage." }),
  topic: text({ maxLength: 100, description: "The topic that the record was read from." }),
  reason: text({ maxLength: 400, description: "As a letter has it: its error with # for the figures." }),
};

/** Where a list goes on. */
export const cursorShape = text({
  maxLength: 20_000,
  pattern: "^\\d{1,15}(\\.\\d{1,15})*$",
  description: "Where the last answer ended, as it says in next.",
});

/** What is told of every letter. */
export const letterFields = {
  id: text(),
  topic: text(),
  partition: whole(),
  offset: whole(),
  key: orNull(text()),
  time: number({ description: "When the record was appended to its topic, milliseconds since 1970 UTC." }),
  diedAt: number({ description: "When it was refused." }),
  stage: text(),
  error: text(),
  reason: text({ description: "The error without its figures: what letters of one cause have in common." }),
  bytes: whole({ description: "How many bytes the record has." }),
};

/** A letter as a list has it. */
export const letterShape = object(letterFields);

/** A letter without its bytes. */
export function toldLetter({ value, headers: _, ...letter }: KeptLetter) {
  return { ...letter, bytes: value.length };
}

/** Ends as a text that an address may hold; null for none. */
export function cursorOf(ends: Ends | undefined): string | null {
  return ends === undefined ? null : ends.join(".");
}

/** The same, read back. Cursors have a shape that is checked before. */
export function endsOf(cursor: string | undefined): Ends | undefined {
  return cursor?.split(".").map(Number);
}

/** What is thrown where no letter has an id. */
export function noSuchLetter(id: string): Problem {
  const remedy = "GET /api/dead-letters lists those that there are";
  return new Problem("NO_SUCH_LETTER", `there is no dead letter "${id.slice(0, 100)}"; ${remedy}`);
}
