import type { NetBuilder } from "../net.ts";
import { input } from "../operations.ts";
import type { Value } from "../value.ts";

/**
 * All texts of a batch as one stack of steps without gaps: right-aligned and longest first, so that a text joins when as
 * many steps are left as it is long, and all end together. `packSequences` fills these inputs.
 */
export interface Pack {
  /** How many steps the graph is written for. */
  readonly steps: number;
  /** int64 per step: how many texts it has. */
  readonly counts: Value;
  /** int64 per step: how many of those are new. */
  readonly joins: Value;
  /** int32 per token: which token it is when its text is read backwards. */
  readonly mirror: Value;
  /** For each text of an example by name, int32: which row of the pack it is. */
  readonly rows: Readonly<Record<string, Value>>;
}

/** One text per example, steps × batch × ..., of which the first `lengths` steps count. */
export interface PaddedText {
  readonly values: Value;
  readonly lengths: Value;
}

/** The texts of examples, by name, as sequences: packed together for training, padded one by one for serving. */
export type Sequences =
  | { readonly form: "packed"; readonly values: Value; readonly pack: Pack }
  | { readonly form: "padded"; readonly texts: Readonly<Record<string, PaddedText>> };

/** Inputs for texts as token ids. A training graph is written for `steps` steps; a serving graph takes any number. */
export function tokenInputs(build: NetBuilder, names: readonly string[], steps: number): Sequences {
  return build.mode === "training" ? packedInputs(names, steps) : paddedInputs(names);
}

function packedInputs(names: readonly string[], steps: number): Sequences {
  const pack = {
    steps,
    counts: input("counts", [steps], "int64"),
    joins: input("joins", [steps], "int64"),
    mirror: input("mirror", ["tokens"], "int32"),
    rows: Object.fromEntries(names.map((name) => [name, input(`${name} row`, ["batch"], "int32")])),
  };
  return { form: "packed", values: input("tokens", ["tokens"], "int32"), pack };
}

function paddedInputs(names: readonly string[]): Sequences {
  const padded = (name: string) => ({
    values: input(name, [`${name} steps`, "batch"], "int32"),
    lengths: input(`${name} length`, ["batch"], "int32"),
  });
  return { form: "padded", texts: Object.fromEntries(names.map((name) => [name, padded(name)])) };
}

/** The sequences with each step put through a layer, such as an embedding or dropout. */
export function eachStep(sequences: Sequences, layer: (values: Value) => Value): Sequences {
  if (sequences.form === "packed") return { ...sequences, values: layer(sequences.values) };
  const texts = Object.entries(sequences.texts);
  return {
    form: "padded",
    texts: Object.fromEntries(texts.map(([name, text]) => [name, { ...text, values: layer(text.values) }])),
  };
}
