import { letterContent } from "./letter-content.ts";
import type { KeptLetter } from "./letters.ts";

/** The user that the record of a dead letter names, as far as the record can be read; undefined where it names none. */
export function userOfLetter(letter: Pick<KeptLetter, "topic" | "value">): string | undefined {
  const { event } = letterContent(letter);
  if (typeof event !== "object" || event === null) return undefined;
  // the second is that of JSON that was meant for another way in
  const { userId, user_id } = event as Readonly<Record<string, unknown>>;
  const user = userId ?? user_id;
  return typeof user === "string" ? user : undefined;
}
