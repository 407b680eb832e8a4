import { fitHybrid } from "../../models/hybrid/hybrid.ts";
import type { Artifact } from "../../schemas/artifact.ts";
import { shownProducts, smallHybrid } from "./shown-products.ts";
import { quietRun } from "./training-run.ts";

let kept: Promise<Artifact> | undefined;

/** The files of a small hybrid model that has learned the colours and words of `shownProducts`; trained once. */
export function keptHybrid(): Promise<Artifact> {
  kept ??= train();
  return kept;
}

async function train(): Promise<Artifact> {
  const model = await fitHybrid({ train: shownProducts(160, 1), validation: [] }, smallHybrid, quietRun());
  const files = model.save();
  await model.close();
  return files;
}
