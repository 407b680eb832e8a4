import { TwinstreamError } from "../../schemas/errors.ts";
import type { Surroundings } from "../model.ts";
import type { EncoderWish, SentenceEncoder } from "./sentence-encoder.ts";

/** What a model keeps of the encoder that it was trained with. */
export interface KnownEncoder {
  /** The name of its weights. */
  readonly name: string;
  readonly source: string;
  readonly dtype: string;
}

/** Opens the encoder that a model was trained with. Throws MODEL_NOT_FOUND, or MODEL_MISMATCH when another one lies in its place. */
export async function reopenEncoder(
  kind: string,
  { name, source, dtype }: KnownEncoder,
  { openEncoder, threads }: Pick<Surroundings, "openEncoder" | "threads">,
  wish: Pick<EncoderWish, "remembers"> = {},
): Promise<SentenceEncoder> {
  const encoder = await openEncoder(source, { ...wish, dtype, threads, mayHaveMoved: true });
  if (encoder.name === name) return encoder;
  await encoder.close();
  throw new TwinstreamError(
    "MODEL_MISMATCH",
    `the ${kind} model compares vectors of the encoder "${name}", but "${encoder.source}" holds "${encoder.name}"; put the old one back, or train the model again`,
  );
}
