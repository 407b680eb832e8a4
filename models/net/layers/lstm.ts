import { known } from "../dimensions.ts";
import { glorot } from "../initialisers.ts";
import type { NetBuilder } from "../net.ts";
import { affine, concat, constant, gather, reshape, runtimeLstm, transpose } from "../operations.ts";
import type { Initialiser, Value } from "../value.ts";
import { packedLstm } from "./packed-lstm.ts";
import type { PaddedText, Sequences } from "./sequences.ts";

/** A long short-term memory (Hochreiter & Schmidhuber, 1997; gates as in Keras and ONNX). */
export interface LstmOptions {
  readonly units: number;
  /** Whether a second one reads the texts backwards; its state is put behind the first one's. */
  readonly isBidirectional?: boolean;
}

/** What one reading direction learned. The four gates lie side by side: input, output, forget, candidate, in ONNX's order. */
interface Direction {
  /** width × 4 units. */
  readonly weights: Value;
  /** units × 4 units. */
  readonly recurrent: Value;
  /** 4 units. */
  readonly bias: Value;
}

/** The state after the last step of each text, by name: batch × units, or twice the units when bidirectional. */
export function lstm(
  build: NetBuilder,
  name: string,
  sequences: Sequences,
  { units, isBidirectional = false }: LstmOptions,
): Readonly<Record<string, Value>> {
  const width = widthOf(sequences);
  const directions = (isBidirectional ? ["forward", "backward"] : ["forward"]).map((direction) => ({
    weights: build.parameter(`${name}/${direction}/weights`, [width, 4 * units], glorot),
    recurrent: build.parameter(`${name}/${direction}/recurrent`, [units, 4 * units], glorot),
    bias: build.parameter(`${name}/${direction}/bias`, [4 * units], forgetNothing),
  }));
  if (sequences.form === "packed") return train(sequences, directions, units);
  const texts = Object.entries(sequences.texts);
  return Object.fromEntries(texts.map(([text, padded]) => [text, serve(padded, directions, units)]));
}

/** Forget gates start open, so that a new net remembers (Jozefowicz et al., 2015). */
const forgetNothing: Initialiser = ([gates = 0]) => new Float32Array(gates).fill(1, gates / 2, (3 * gates) / 4);

function widthOf(sequences: Sequences): number {
  const [values] =
    sequences.form === "packed" ? [sequences.values] : Object.values(sequences.texts).map((text) => text.values);
  return known(values?.shape.at(-1));
}

function train(
  { values, pack }: Extract<Sequences, { form: "packed" }>,
  directions: readonly Direction[],
  units: number,
): Readonly<Record<string, Value>> {
  const [forward, backward] = directions.map((direction) => project(values, direction));
  const projected = backward === undefined ? [forward!] : [forward!, gather(backward, pack.mirror)];
  const recurrent = directions.map((direction) => direction.recurrent);
  const states = packedLstm(stack(projected), stack(recurrent), pack);
  const byText = directions.length === 1 ? states : sideBySide(states, units);
  const rows = Object.entries(pack.rows);
  return Object.fromEntries(rows.map(([text, row]) => [text, gather(byText, row)]));
}

/** The inputs of all steps times their weights. Rows of a table are multiplied once each, however many tokens they are. */
function project(values: Value, { weights, bias }: Direction): Value {
  if (values.op !== "gather" || values.inputs[0].op !== "table") return affine(values, weights, bias);
  const [rows, tokens] = values.inputs;
  return gather(affine(rows, weights, bias), tokens);
}

/** One matrix as it is; several on a new first axis. */
function stack(matrices: readonly Value[]): Value {
  if (matrices.length === 1) return matrices[0]!;
  return concat(
    matrices.map((matrix) => reshape(matrix, [1, ...matrix.shape])),
    0,
  );
}

function sideBySide(states: Value, units: number): Value {
  return reshape(transpose(states, [1, 0, 2]), [states.shape[1]!, 2 * units]);
}

function serve({ values, lengths }: PaddedText, directions: readonly Direction[], units: number): Value {
  const turned = (matrix: Value) => asDirection(transpose(matrix, [1, 0]));
  const weights = directions.map((direction) => turned(direction.weights));
  const recurrent = directions.map((direction) => turned(direction.recurrent));
  // ONNX has a bias for each of both products
  const noBias = constant(Array(4 * units).fill(0));
  const bias = directions.map((direction) => asDirection(concat([direction.bias, noBias])));
  return runtimeLstm([values, concat(weights, 0), concat(recurrent, 0), concat(bias, 0), lengths], {
    units,
    isBidirectional: directions.length === 2,
  });
}

function asDirection(x: Value): Value {
  return reshape(x, [1, ...x.shape]);
}
