import { join } from "node:path";
import { openEncoder } from "../connectors/encoder/open-encoder.ts";
import { rememberVectors } from "../connectors/encoder/vector-cache.ts";
import type { Surroundings } from "../models/model.ts";
import { siameseEncoder } from "../models/siamese/encoder-learner.ts";
import { TwinstreamError } from "../schemas/errors.ts";

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
    const places = {
      folder: dataFolder && join(dataFolder, "encoders"),
      hub: process.env.HF_ENDPOINT,
    };
    const open = (from: string) => openEncoder(from, { ...wish, ...places });
    const offered = process.env.TWINSTREAM_ENCODER || undefined;
    const isDefault = source === siameseEncoder.defaults.encoder;
    const encoder = await open(isDefault ? (offered ?? source) : source).catch((error: unknown) => {
      if (mayHaveMoved && offered !== undefined && isNotFound(error)) return open(offered);
      throw error;
    });
    return remembers && dataFolder !== undefined
      ? rememberVectors(encoder, join(dataFolder, "cache", "encoder"))
      : encoder;
  },
};

function isNotFound(error: unknown): boolean {
  return error instanceof TwinstreamError && error.code === "MODEL_NOT_FOUND";
}
