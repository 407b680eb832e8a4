import { TwinstreamError } from "../../schemas/errors.ts";
import { describe } from "./dimensions.ts";
import { type Net, NetBuilder } from "./net.ts";
import { encodeModel } from "./onnx/encode-model.ts";
import { GraphWriter, type KeptValue } from "./onnx/graph-writer.ts";
import type { Weights } from "./training-state.ts";

/** A trained net as a plain ONNX file, weights within, for any server. Throws MODEL_MISMATCH when the weights are not this net's. */
export function compileServing(net: Net, weights: Weights): Uint8Array {
  const outputs = net.outputs(new NetBuilder("serving"));
  return encodeModel(
    new GraphWriter((value, write) => write.initializer(kept(value, weights))).outputs(outputs).graph(),
  );
}

function kept(value: KeptValue, weights: Weights) {
  const { name } = value.attributes;
  const shape = value.op === "table" ? [value.attributes.rows, value.attributes.width] : value.shape.map(Number);
  const data = weights.get(name);
  if (data?.length === shape.reduce((size, length) => size * length, 1)) {
    return { name, type: "float32", shape, data } as const;
  }
  const found = data === undefined ? "lack" : `hold ${data.length} numbers for`;
  throw new TwinstreamError("MODEL_MISMATCH", `the weights ${found} "${name}" ${describe(shape)}; train the net again`);
}
