import { TwinstreamError } from "../../schemas/errors.ts";
import type { FeatureRows, PairTexts } from "../model.ts";

/** The texts of rows. Throws MODEL_MISMATCH when they come without. */
export function textsOf({ texts }: FeatureRows): PairTexts {
  if (texts !== undefined) return texts;
  throw new TwinstreamError(
    "MODEL_MISMATCH",
    "a relevance model reads the texts of query and title, and these rows come without; score events or a file, not features alone",
  );
}
