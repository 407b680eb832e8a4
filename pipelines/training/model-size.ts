import type { Artifact } from "../../schemas/artifact.ts";
import { modelFiles } from "../live-models.ts";

/** How many bytes a model's own files have: without the vocabulary and the queries, which every model has beside its own. */
export function modelSize(files: Artifact): number {
  const common: readonly string[] = Object.values(modelFiles);
  return Object.entries(files)
    .filter(([name]) => !common.includes(name))
    .reduce((sum, [, bytes]) => sum + bytes.byteLength, 0);
}
