import { absoluteDifference } from "../../models/net/distances.ts";
import { conv1d } from "../../models/net/layers/convolution.ts";
import { dense } from "../../models/net/layers/dense.ts";
import { embedding } from "../../models/net/layers/embedding.ts";
import { maxPool } from "../../models/net/layers/pooling.ts";
import { meanSquaredError } from "../../models/net/losses.ts";
import type { Net, NetBuilder } from "../../models/net/net.ts";
import { input, parts, reshape } from "../../models/net/operations.ts";
import type { Value } from "../../models/net/value.ts";

/** How many characters there are. */
export const alphabet = 96;
const width = 32;
/** Characters of a text. */
export const length = 128;
/** Pairs of a step. */
export const batch = 64;

/** The Siamese character CNN of Koch et al., as the peers have it. Queries and titles go through the tower as one batch, queries first. */
export const charCnn: Net = {
  outputs(build) {
    const both = tower(build, input("texts", [2 * batch, length], "int32"));
    const [queries, titles] = parts(both, [batch, batch], 0);
    return { relevance: dense(build, "relevance", absoluteDifference(queries!, titles!), { units: 1 }) };
  },
  loss: ({ relevance }) => meanSquaredError(relevance!, input("relevance", [batch, 1])),
};

function tower(build: NetBuilder, texts: Value): Value {
  let x = embedding(build, "characters", texts, { rows: alphabet, width, optimiser: "adam" });
  for (const [taps, filters] of [
    [10, 64],
    [7, 128],
    [4, 128],
  ] as const) {
    const y = conv1d(build, `conv ${taps}·${x.shape.at(-1)}`, x, { filters, taps, padding: "valid" });
    x = maxPool(y, 2, { activation: "relu" });
  }
  x = conv1d(build, "conv last", x, { filters: 256, taps: 4, padding: "valid", activation: "relu" });
  const places = Number(x.shape[1]) * Number(x.shape[2]);
  return dense(build, "dense", reshape(x, [x.shape[0]!, places]), { units: 4096, activation: "sigmoid" });
}
