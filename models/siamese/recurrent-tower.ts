import { known } from "../net/dimensions.ts";
import { dropout } from "../net/layers/dropout.ts";
import { embedding } from "../net/layers/embedding.ts";
import { lstm } from "../net/layers/lstm.ts";
import { eachStep, tokenInputs } from "../net/layers/sequences.ts";
import { packSequences, padSequences } from "../net/pack-sequences.ts";
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
  /** The lengths that graphs are written for, ascending; texts are cut to the last. */
  readonly sizes: readonly number[];
}

/** A vector per token, then an LSTM, forwards or both ways; the vector of a text is where the LSTM ends. */
export function recurrentTower(options: RecurrentTowerOptions): Tower {
  const { rows, width, units, isBidirectional, inputDropout, sizes } = options;
  return {
    dimensions: isBidirectional ? 2 * units : units,
    longest: sizes.at(-1)!,
    sizes,
    servingSize: sizes.at(-1)!,
    vectors(build, names, size) {
      const tokens = eachStep(tokenInputs(build, names, known(size)), (ids) =>
        dropout(build, embedding(build, "tokens", ids, { rows, width }), inputDropout),
      );
      return lstm(build, "lstm", tokens, { units, isBidirectional });
    },
    trainingBatch: (texts, size) => packSequences(texts, size, tokenVectors),
    textsPerRun: 128,
    servingInputs: padSequences,
  };
}
