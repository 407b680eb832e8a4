import { decodeSafetensors } from "../../models/net/safetensors.ts";
import type { Artifact } from "../../schemas/artifact.ts";

/** How many numbers a model learned, by its weight files (safetensors); undefined for a model without one. Throws DATA_DAMAGED for a broken file. */
export function countWeights(files: Artifact): number | undefined {
  const counts = Object.entries(files)
    .filter(([name]) => name.endsWith(".safetensors"))
    .flatMap(([, bytes]) => [...decodeSafetensors(bytes).tensors.values()])
    .map((tensor) => tensor.data.length);
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}
