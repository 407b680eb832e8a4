import type { Rewrite } from "../../schemas/generated/events.ts";
import { normalise } from "./normalise.ts";
import { rewriteMeasures } from "./rewrite-measures.ts";
import { tokenize } from "./tokenize.ts";

/** The words of a text as far as they follow from the text alone: normalised, measures rewritten, no vocabulary asked. */
export function readWords(text: string): { readonly words: readonly string[]; readonly rewrites: readonly Rewrite[] } {
  const normalised = normalise(text);
  const measured = rewriteMeasures(normalised.text);
  return {
    words: tokenize(measured.text),
    rewrites: normalised.rewrites.length === 0 ? measured.rewrites : [...normalised.rewrites, ...measured.rewrites],
  };
}
