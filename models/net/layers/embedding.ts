import { uniform } from "../initialisers.ts";
import type { NetBuilder } from "../net.ts";
import { gather } from "../operations.ts";
import type { Initialiser, Value } from "../value.ts";

/** A learned vector per id. */
export interface EmbeddingOptions {
  /** How many ids there are. */
  readonly rows: number;
  readonly width: number;
  /**
   * `sparse-adam` (unless said) changes only the rows that a batch touches, so their moments wait in between: fast for large tables.
   * `adam` is the usual one: every row moves at every step, by what its moments remember.
   */
  readonly optimiser?: "sparse-adam" | "adam";
  /** From -0.05 to 0.05 unless said, as in Keras. */
  readonly start?: Initialiser;
}

/** The vectors of ids (any shape of int32), as one more axis. With sparse Adam the ids of a training batch count within the rows it touches (`touchedRows`). */
export function embedding(
  build: NetBuilder,
  name: string,
  ids: Value,
  { rows, width, optimiser = "sparse-adam", start = uniform(0.05) }: EmbeddingOptions,
): Value {
  const table =
    optimiser === "adam"
      ? build.parameter(`${name}/vectors`, [rows, width], start)
      : build.table(`${name}/vectors`, rows, width, start);
  return gather(table, ids);
}
