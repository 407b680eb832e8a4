import type { ModelStore } from "../../connectors/model-store.ts";
import type { TextEmbedder } from "../../models/embedding/embedder.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { Manifest } from "../../schemas/manifest.ts";
import { embedderOf } from "../live-models.ts";
import type { SplitPlan } from "./material.ts";

/** A model that lends its embedder to the features of another one. */
export interface Lender {
  readonly embedder: TextEmbedder;
  readonly manifest: Manifest;
}

/** Opens a model of the store as a lender. Throws MODEL_NOT_FOUND, or WRONG_USAGE when it brings no embedder. */
export async function openLender(store: ModelStore, reference: string): Promise<Lender> {
  return { embedder: await embedderOf(store, reference), manifest: await store.manifest(reference) };
}

/**
 * Throws WRONG_USAGE when the lender learned from the same rows divided otherwise: it has then seen what is held back here, and
 * every figure would be too good.
 */
export function checkLender({ manifest }: Lender, dataHash: string, { split, seed }: SplitPlan): void {
  const isSame = manifest.data.split === split && manifest.seed === seed;
  if (manifest.data.hash !== dataHash || isSame) return;
  const theirs = `--split ${manifest.data.split} --seed ${manifest.seed}`;
  throw new TwinstreamError(
    "WRONG_USAGE",
    `"${manifest.reference}" learned from these rows divided otherwise, so it knows some that are held back here; train with ${theirs}`,
  );
}
