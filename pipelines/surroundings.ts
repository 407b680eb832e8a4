import type { Surroundings } from "../models/model.ts";
import { TwinstreamError } from "../schemas/errors.ts";

/** What models get from outside when they score within a stage: one thread, as the stages share the machine, and the encoders there are. */
export const surroundings: Surroundings = {
  threads: 1,
  async openEncoder(source) {
    throw new TwinstreamError("MODEL_NOT_FOUND", `no sentence encoder "${source}"; this version can't open one yet`);
  },
};
