import { distances } from "../../models/net/distances.ts";
import { dense } from "../../models/net/layers/dense.ts";
import { embedding } from "../../models/net/layers/embedding.ts";
import { lstm } from "../../models/net/layers/lstm.ts";
import { eachStep, tokenInputs } from "../../models/net/layers/sequences.ts";
import { meanSquaredError } from "../../models/net/losses.ts";
import type { Net } from "../../models/net/net.ts";
import { concat, input } from "../../models/net/operations.ts";

/** The net that all engines train: vectors of 100 numbers, an LSTM of 64 units for both texts, [a, b, |a − b|, a · b], dense 64 and 1. */
export function wordNet(words: number, isBidirectional: boolean, steps: number): Net {
  return {
    outputs(build) {
      const tokens = tokenInputs(build, ["query", "product"], steps);
      const vectors = eachStep(tokens, (ids) => embedding(build, "words", ids, { rows: words, width: 100 }));
      const { query, product } = lstm(build, "lstm", vectors, { units: 64, isBidirectional });
      const [a, b] = [query!, product!];
      const compared = concat([a, b, distances.absolute(a, b), distances.product(a, b)]);
      const hidden = dense(build, "hidden", compared, { units: 64, activation: "relu" });
      return { score: dense(build, "score", hidden, { units: 1 }) };
    },
    loss: ({ score }) => meanSquaredError(score!, input("grade", ["batch", 1])),
  };
}
