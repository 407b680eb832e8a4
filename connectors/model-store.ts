import type { Artifact } from "../schemas/artifact.ts";
import type { TwinstreamError } from "../schemas/errors.ts";
import type { Manifest } from "../schemas/manifest.ts";

/** What every manifest says. */
export type StoredManifest = Pick<Manifest, "reference" | "kind" | "trainedAt" | "files">;

/** Immutable, versioned models: one folder each, named by its reference such as `ridge-3`. */
export interface ModelStore<Of extends StoredManifest = Manifest> {
  /** Keeps a model under the next free version of its kind and returns the reference; whole or not at all. */
  add(manifest: Omit<Of, "reference" | "files">, files: Artifact): Promise<string>;
  /** Throws MODEL_NOT_FOUND, naming the models there are. */
  manifest(reference: string): Promise<Of>;
  /** The files of a model by name. Throws MODEL_NOT_FOUND, or DATA_DAMAGED when a file is missing or altered. */
  files(reference: string): Promise<Artifact>;
  /** All models, oldest first. One whose manifest is damaged is told to `onDamaged` and left out; without it DATA_DAMAGED is thrown. */
  list(onDamaged?: (fault: TwinstreamError) => void): Promise<readonly Of[]>;
}
