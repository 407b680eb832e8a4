import { dropout } from "../net/layers/dropout.ts";
import { embedding } from "../net/layers/embedding.ts";
import { lstm } from "../net/layers/lstm.ts";
import { eachStep, tokenInputs } from "../net/layers/sequences.ts";
import type { NetBuilder } from "../net/net.ts";
import { multiply, toFloat } from "../net/operations.ts";
import { packSequences, padSequences } from "../net/pack-sequences.ts";
import type { Value } from "../net/value.ts";
import { type Tower, tokenVectors } from "./tower.ts";

/** A tower that reads token by token. */
export interface RecurrentTowerOptions {
  /** How many token ids there are. */
  readonly rows: number;
  /** Numbers per token. */
  readonly width: number;
  readonly units: number;
  readonly isBidirectional: boolean;
  /** Share of the tokens' numbers that training drops. */
  readonly inputDropout: number;
  /** Share of the tokens that training passes over. */
  readonly tokenDropout: number;
  /** The lengths that graphs are written for, ascending; texts are cut to the last. */
  readonly sizes: readonly number[];
}

/** A vector per token, then an LSTM, forwards or both ways; the vector of a text is where the LSTM ends. */
export function recurrentTower(options: RecurrentTowerOptions): Tower {
  const { rows, width, units, isBidirectional, inputDropout, tokenDropout, sizes } = options;
  return {
    dimensions: isBidirectional ? 2 * units : units,
    longest: sizes.at(-1)!,
    sizes,
    vectors(build, names, size) {
      const tokens = eachStep(tokenInputs(build, names, size), (ids) =>
        passOver(build, dropout(build, embedding(build, "tokens", ids, { rows, width }), inputDropout), tokenDropout),
      );
      return lstm(build, "lstm", tokens, { units, isBidirectional });
    },
    trainingBatch: (texts, size) => packSequences(texts, size, tokenVectors),
    servingInputs: padSequences,
  };
}

/** In training some tokens become zeros, so that no text is known by a single one. */
function passOver(build: NetBuilder, vectors: Value, rate: number): Value {
  if (build.mode === "serving" || rate === 0) return vectors;
  return multiply(vectors, toFloat(build.keepMask([vectors.shape[0]!, 1], rate)));
}
