import { join } from "node:path";
import { type Encoder, openEncoder } from "../connectors/encoder/open-encoder.ts";
import { rememberVectors } from "../connectors/encoder/vector-cache.ts";
import { type EncoderWish, usualEncoder } from "../models/embedding/sentence-encoder.ts";
import type { Surroundings } from "../models/model.ts";
import { TwinstreamError } from "../schemas/errors.ts";
import { findTfjsNode } from "./training/find-tfjs-node.ts";

/** The data folder of this process; without one no encoder is downloaded and no vector kept. */
let dataFolder: string | undefined;

/** Says in which data folder this process keeps encoders, in `encoders`, and their vectors, in `cache/encoder`. A thread works on one folder. */
export function keepEncodersIn(folder: string): void {
  dataFolder = folder;
}

/**
 * What models get from outside when they score within a stage: one thread, as the stages share the machine, and the encoders there
 * are. The variable TWINSTREAM_ENCODER names the one to take where none was asked for, or where a model's own has moved.
 */
export const surroundings: Surroundings = {
  threads: 1,
  async openEncoder(source, { remembers = false, mayHaveMoved = false, ...wish } = {}) {
    const offered = process.env.TWINSTREAM_ENCODER || undefined;
    const wanted = source === usualEncoder ? (offered ?? source) : source;
    const encoder = await open(wanted, wish).catch((error: unknown) => {
      if (!mayHaveMoved || !isNotFound(error)) throw error;
      if (offered === undefined) throw moved(error);
      return open(offered, wish);
    });
    const isKept = remembers && dataFolder !== undefined;
    return isKept ? rememberVectors(encoder, join(dataFolder!, "cache", "encoder")) : encoder;
  },
  openTfjs: () => findTfjsNode(),
};

function open(source: string, wish: Pick<EncoderWish, "dtype" | "threads">): Promise<Encoder> {
  return openEncoder(source, {
    ...wish,
    folder: dataFolder && join(dataFolder, "encoders"),
    hub: process.env.HF_ENDPOINT,
  });
}

function isNotFound(error: unknown): error is TwinstreamError {
  return error instanceof TwinstreamError && error.code === "MODEL_NOT_FOUND";
}

function moved(error: TwinstreamError): TwinstreamError {
  const remedy = "the model was trained with it; if it lies elsewhere now, set TWINSTREAM_ENCODER to its folder";
  return new TwinstreamError("MODEL_NOT_FOUND", `${error.message} (${remedy})`, error);
}
