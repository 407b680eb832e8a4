import { modelDamage } from "../baselines/model-file.ts";
import { decodeSafetensors, encodeSafetensors } from "../net/safetensors.ts";
import type { LinearFit } from "./ridge-systems.ts";

const tensorName = "coefficients";

/** A fit as a safetensors file. */
export function encodeFit({ intercept, coefficients }: LinearFit): Uint8Array {
  const tensor = { name: tensorName, shape: [coefficients.length], data: coefficients };
  return encodeSafetensors([tensor], { intercept: String(intercept) });
}

/** The fit over so many columns that `encodeFit` wrote as a file of this name. Throws DATA_DAMAGED for anything else. */
export function decodeFit(kind: string, file: string, bytes: Uint8Array | undefined, columns: number): LinearFit {
  if (bytes === undefined) throw modelDamage(kind, file, "it is missing");
  const { tensors, metadata } = decodeSafetensors(bytes);
  const coefficients = tensors.get(tensorName)?.data;
  const intercept = Number(metadata.intercept ?? Number.NaN);
  if (coefficients?.length !== columns) throw modelDamage(kind, file, `it doesn't hold ${columns} coefficients`);
  if (!Number.isFinite(intercept) || !coefficients.every(Number.isFinite))
    throw modelDamage(kind, file, "a number in it is not finite");
  return { intercept, coefficients };
}
