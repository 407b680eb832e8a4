import { TwinstreamError } from "../../schemas/errors.ts";

/** The file of a model's `onnx` folder that holds its weights in each precision, as the hub's models name them. */
export const weightFiles = {
  fp32: "model.onnx",
  fp16: "model_fp16.onnx",
  q8: "model_quantized.onnx",
  int8: "model_int8.onnx",
  uint8: "model_uint8.onnx",
  q4: "model_q4.onnx",
  q4f16: "model_q4f16.onnx",
  bnb4: "model_bnb4.onnx",
} as const;

/** How exact the weights are: `fp32` as they were trained, `q8` in a quarter of the bytes. */
export type Precision = keyof typeof weightFiles;

/** Reads a precision by name. Throws WRONG_USAGE for another word. */
export function precisionOf(name: string): Precision {
  if (Object.hasOwn(weightFiles, name)) return name as Precision;
  throw new TwinstreamError(
    "WRONG_USAGE",
    `an encoder has no weights of dtype "${name}"; choose one of ${Object.keys(weightFiles).join(", ")}`,
  );
}

/**
 * Whether a text's vector doesn't depend on what else is in its batch. Quantised graphs measure the range of all activations of a
 * batch to round them, so one longer neighbour changes every vector.
 */
export function isBatchable(precision: Precision): boolean {
  return precision === "fp32" || precision === "fp16";
}
