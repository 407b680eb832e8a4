import type { ModelStore, StoredManifest } from "../../connectors/model-store.ts";
import { TwinstreamError } from "../../schemas/errors.ts";

/** The reference of the newest model of a kind. Throws MODEL_NOT_FOUND where there is none; damaged ones are told and left out. */
export async function newestOf<Kept extends StoredManifest>(
  models: ModelStore<Kept>,
  kind: string,
  onDamaged: (fault: TwinstreamError) => void,
): Promise<string> {
  const newest = (await models.list(onDamaged)).findLast((manifest) => manifest.kind === kind);
  if (newest !== undefined) return newest.reference;
  throw new TwinstreamError(
    "MODEL_NOT_FOUND",
    `there is no ${kind} model yet; train one: twinstream train ${kind} --from FILE`,
  );
}
