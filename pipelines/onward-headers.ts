import type { Entry, Headers } from "../connectors/event-log.ts";

/** Names the time at which an event entered by its first topic, milliseconds since 1970 UTC; what a stage makes of the event has it too. */
export const enteredHeader = "twinstream-entered";

type Dated = Pick<Entry, "timestamp" | "headers">;

/** When the event behind an entry entered by its first topic, milliseconds since 1970 UTC. */
export function enteredAt({ timestamp, headers }: Dated): number {
  const entered = Number(headers?.[enteredHeader]);
  return entered > 0 ? entered : timestamp;
}

/** What goes on beside whatever is made of an entry: all that stood beside it, and when it entered. */
export function onwardHeaders(entry: Dated): Headers {
  if (entry.headers?.[enteredHeader] !== undefined) return entry.headers;
  return { ...entry.headers, [enteredHeader]: String(entry.timestamp) };
}
