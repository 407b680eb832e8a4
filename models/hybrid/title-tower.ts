import { byInputs } from "../net/initialisers.ts";
import { batchNorm } from "../net/layers/batch-norm.ts";
import { dense } from "../net/layers/dense.ts";
import { dropout } from "../net/layers/dropout.ts";
import { embedding } from "../net/layers/embedding.ts";
import { lstm } from "../net/layers/lstm.ts";
import { eachStep, tokenInputs } from "../net/layers/sequences.ts";
import type { NetBuilder } from "../net/net.ts";
import { concat, input, multiply, reshape, sum } from "../net/operations.ts";
import type { Value } from "../net/value.ts";
import type { HybridConfig } from "./hybrid-config.ts";

/** The tables of a title tower, whose rows a batch touches. */
export const titleTables = { words: "title/words/vectors", grams: "title/grams/vectors" } as const;

type TitleConfig = Pick<
  HybridConfig,
  "wordWidth" | "units" | "gramRows" | "gramWidth" | "dimensions" | "dropout" | "longest"
>;

/** Reads titles word by word with an LSTM, and beside it as a weighed sum of the vectors of words, pairs of words and runs of characters: batch × dimensions. `rows` is how many ids words have. */
export function titleTower(build: NetBuilder, config: TitleConfig & { readonly rows: number }): Value {
  const read = concat([lastState(build, config), gramSum(build, config)]);
  const kept = dropout(build, batchNorm(build, "title/norm", read, { momentum: 0.9 }), config.dropout);
  return dense(build, "title/vector", kept, { units: config.dimensions, activation: "relu", weights: byInputs });
}

function lastState(build: NetBuilder, config: TitleConfig & { readonly rows: number }): Value {
  const { rows, wordWidth: width, units, longest } = config;
  const words = eachStep(tokenInputs(build, ["title"], longest), (ids) =>
    embedding(build, "title/words", ids, { rows, width }),
  );
  return lstm(build, "title/lstm", words, { units, isBidirectional: true }).title!;
}

function gramSum(build: NetBuilder, { gramRows: rows, gramWidth: width }: TitleConfig): Value {
  const ids = input("grams", ["batch", "grams"], "int32");
  const shares = input("gram shares", ["batch", "grams", 1]);
  const vectors = embedding(build, "title/grams", ids, { rows, width });
  return reshape(sum(multiply(vectors, shares), [1]), ["batch", width]);
}
