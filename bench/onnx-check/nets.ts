import { absoluteDifference } from "../../models/net/distances.ts";
import { batchNorm } from "../../models/net/layers/batch-norm.ts";
import { conv1d, conv2d } from "../../models/net/layers/convolution.ts";
import { dense } from "../../models/net/layers/dense.ts";
import { dropout } from "../../models/net/layers/dropout.ts";
import { embedding } from "../../models/net/layers/embedding.ts";
import { lstm } from "../../models/net/layers/lstm.ts";
import { globalMaxPool, maxPool } from "../../models/net/layers/pooling.ts";
import { eachStep, tokenInputs } from "../../models/net/layers/sequences.ts";
import { meanSquaredError } from "../../models/net/losses.ts";
import type { Net, NetBuilder } from "../../models/net/net.ts";
import { input, reshape } from "../../models/net/operations.ts";
import { padSequences } from "../../models/net/pack-sequences.ts";
import { floats, ints, type Tensors } from "../../models/net/session.ts";
import type { Value } from "../../models/net/value.ts";
import { seededRandom } from "../../models/random.ts";

/** A net, and something to ask it. */
export interface CheckedNet {
  readonly net: Net;
  readonly inputs: Tensors;
}

const random = seededRandom(3);
const rows = 4;

/** A net of one float input `x`, given by its shape without the rows. */
function ofNumbers(shape: readonly number[], layers: (build: NetBuilder, x: Value) => Value): CheckedNet {
  const size = shape.reduce((all, length) => all * length, rows);
  const x = Float32Array.from({ length: size }, () => 2 * random.uniform() - 1);
  return {
    net: learning((build) => layers(build, input("x", ["batch", ...shape]))),
    inputs: { x: floats(x, [rows, ...shape]) },
  };
}

function learning(layers: (build: NetBuilder) => Value): Net {
  return {
    outputs: (build) => ({ y: layers(build) }),
    loss: ({ y }) => meanSquaredError(y!, input("truth", y!.shape)),
  };
}

const texts = { query: [[5, 6], [7], [5, 6, 5], [1, 1, 1, 1]], product: [[1, 2, 3, 4, 7], [2], [3, 3], [4, 0]] };

function ofWords(isBidirectional: boolean): CheckedNet {
  const net = learning((build) => {
    const tokens = tokenInputs(build, ["query", "product"], 5);
    const vectors = eachStep(tokens, (ids) =>
      dropout(build, embedding(build, "words", ids, { rows: 8, width: 6 }), 0.2),
    );
    const { query, product } = lstm(build, "lstm", vectors, { units: 16, isBidirectional });
    return dense(build, "score", absoluteDifference(query!, product!), { units: 1 });
  });
  return { net, inputs: padSequences(texts) };
}

/** A net for every kind of layer, by name. */
export const checkedNets: Readonly<Record<string, CheckedNet>> = {
  dense: ofNumbers([5], (build, x) =>
    dense(build, "answer", dense(build, "hidden", x, { units: 7, activation: "relu" }), {
      units: 3,
      activation: "softmax",
    }),
  ),
  conv1d: ofNumbers([12, 3], (build, x) => {
    const wide = maxPool(conv1d(build, "wide", x, { filters: 8, taps: 4, activation: "relu" }), 2);
    return globalMaxPool(conv1d(build, "narrow", wide, { filters: 5, taps: 3, activation: "sigmoid" }));
  }),
  conv2d: ofNumbers([8, 7, 3], (build, x) => {
    const wide = maxPool(conv2d(build, "wide", x, { filters: 6, taps: 3, activation: "tanh" }), 2);
    return globalMaxPool(conv2d(build, "narrow", wide, { filters: 4, taps: 2 }));
  }),
  "batch-norm": ofNumbers([6], (build, x) =>
    dense(build, "answer", batchNorm(build, "norm", dense(build, "hidden", x, { units: 8 })), { units: 1 }),
  ),
  embedding: {
    net: learning((build) => {
      const words = embedding(build, "words", input("ids", ["batch", 3], "int32"), { rows: 9, width: 4 });
      return dense(build, "answer", reshape(words, ["batch", 12]), { units: 2, activation: "tanh" });
    }),
    inputs: { ids: ints([0, 1, 2, 8, 8, 3, 4, 5, 6, 7, 0, 1], [rows, 3]) },
  },
  lstm: ofWords(false),
  bilstm: ofWords(true),
};
