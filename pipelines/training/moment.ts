import { timeFault } from "../../schemas/checks.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { parseTime } from "../replay/event-time.ts";

/** A moment of the tables: milliseconds since 1970 UTC, or whole days before their newest judged search. */
export type Moment = { readonly at: number } | { readonly daysBeforeNewest: number };

/** Reads an ISO date or time (UTC where it names no zone, a date is its first moment), or days such as `30d`. Throws WRONG_USAGE. */
export function parseMoment(text: string): Moment {
  const days = /^(\d{1,6})d$/.exec(text.trim())?.[1];
  if (days !== undefined) return { daysBeforeNewest: Number(days) };
  const at = parseTime(text);
  if (timeFault(at) === undefined) return { at };
  throw new TwinstreamError(
    "WRONG_USAGE",
    `"${text}" is no time; give a date such as 2024-05-01, a time such as 2024-05-01T12:00Z, or days before the newest judged search, such as 30d`,
  );
}
