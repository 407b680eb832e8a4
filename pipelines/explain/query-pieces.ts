import { normalise } from "../../models/text/normalise.ts";
import type { Rewrite } from "../../schemas/generated/events.ts";

/**
 * The pieces of a query that can be left out, in order: its words as they were typed, with those together that the analyser read as
 * one, such as `52 in.` or `door bell`. Joined by spaces they are the query.
 */
export function queryPieces(query: string, trail: readonly Rewrite[]): readonly string[] {
  const typed = query.split(/\s+/).filter((word) => word !== "");
  const phrases = trail.map(({ from }) => bare(from)).filter((from) => from.includes(" "));
  const pieces: string[] = [];
  for (let at = 0; at < typed.length; ) {
    const length = Math.max(1, ...phrases.map((phrase) => lengthAt(typed, at, phrase)));
    pieces.push(typed.slice(at, at + length).join(" "));
    at += length;
  }
  return pieces;
}

/** How many typed words a phrase takes up from a place on; 0 where it does not begin there. */
function lengthAt(typed: readonly string[], at: number, phrase: string): number {
  const length = phrase.split(" ").length;
  return bare(normalise(typed.slice(at, at + length).join(" ")).text) === phrase ? length : 0;
}

/** Without the marks at the ends, which a rewrite may have taken along or left. */
function bare(text: string): string {
  return text.replace(/^[\s.,;:!?()]+|[\s.,;:!?()]+$/g, "");
}
