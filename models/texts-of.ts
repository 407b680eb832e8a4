import { TwinstreamError } from "../schemas/errors.ts";
import type { FeatureRows, PairTexts } from "./model.ts";

/** The texts of rows. Throws MODEL_MISMATCH when the rows have none. */
export function textsOf(kind: string, { texts, count }: Pick<FeatureRows, "texts" | "count">): PairTexts {
  if (texts?.query.length === count && texts.title.length === count) return texts;
  throw new TwinstreamError(
    "MODEL_MISMATCH",
    `a ${kind} model reads query and title, and these rows come without them; score them through a stream, or from a file`,
  );
}
