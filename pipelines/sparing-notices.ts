import type { Clock } from "../connectors/clock.ts";

/** A notice that comes again is news once so long has passed without it, milliseconds. */
const quietMs = 60_000;

/**
 * Tells what comes from many members and threads at once, and again and again while something lasts, one time. What stands in brackets
 * is detail: notices that differ in nothing else are the same.
 */
export function sparingNotices(tell: (text: string) => void, clock: Clock): (text: string) => void {
  const lastHeard = new Map<string, number>();
  return (text) => {
    const subject = text.replace(/ \([^)]*\)/g, "");
    const last = lastHeard.get(subject);
    lastHeard.set(subject, clock.now());
    if (last === undefined || clock.now() - last >= quietMs) tell(text);
  };
}
