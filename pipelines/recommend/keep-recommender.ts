import { readCurrent, writeCurrent } from "../../connectors/files/current-file.ts";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import { loadTwoTower, openState, type TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { MeanFigure, RecommenderManifest } from "../../schemas/recommender.ts";
import { surroundings } from "../surroundings.ts";
import type { RecommenderInUse, TrainedRecommender } from "./recommender-plan.ts";

/** The models that recommend, with the one of them that is in use. */
export interface Recommenders extends ModelStore<RecommenderManifest> {
  /** The model in use, undefined where there is none. */
  current(): Promise<string | undefined>;
  use(reference: string): Promise<void>;
}

/** The recommenders of a folder. */
export function openRecommenders(folder: string): Recommenders {
  return {
    ...openModelFolder<RecommenderManifest>(folder),
    current: () => readCurrent(folder),
    use: (reference) => writeCurrent(folder, reference),
  };
}

/** Whether a model's reference is that of a recommender: `two-tower`, or `two-tower-3`. */
export function isRecommender(reference: string): boolean {
  return /^two-tower(-\d+)?$/.test(reference);
}

/** What became of a trained recommender. */
export interface KeptRecommender {
  readonly manifest: RecommenderManifest;
  readonly isCurrent: boolean;
  /** Why it is not put to use. */
  readonly refusal?: string;
}

/**
 * Keeps a recommender as a new version, and puts it to use unless it is for certain worse than what is chosen most often, or than the model in
 * use.
 */
export async function keepRecommender(
  { manifest, files }: TrainedRecommender,
  recommenders: Recommenders,
): Promise<KeptRecommender> {
  const reference = await recommenders.add(manifest, files);
  const kept = await recommenders.manifest(reference);
  const refusal = refusalOf(kept);
  if (refusal !== undefined) return { manifest: kept, isCurrent: false, refusal };
  await recommenders.use(reference);
  return { manifest: kept, isCurrent: true };
}

function refusalOf({ test, beside }: RecommenderManifest): string | undefined {
  const worse = (than: string, { value, high }: MeanFigure) =>
    high < 1 ? `its MRR is ${value.toFixed(2)} times that of ${than}, for certain below 1` : undefined;
  return (
    worse("the most popular products", test.times.popularity.mrr) ??
    (beside && worse(`${beside.reference} on the same ${beside.visitors} visitors`, beside.times.mrr))
  );
}

/** The model in use with all that it learned, whose reader is to be closed; undefined where there is none. Throws as `openState` does. */
export async function recommenderInUse(recommenders: Recommenders): Promise<RecommenderInUse | undefined> {
  const reference = await recommenders.current();
  if (reference === undefined) return undefined;
  return { reference, state: await openState(await recommenders.files(reference), surroundings) };
}

/** Does some work with a recommender: `two-tower-3`, or `two-tower` for the one in use. Throws MODEL_NOT_FOUND. */
export async function withRecommender<Result>(
  recommenders: Recommenders,
  wanted: string,
  work: (model: TwoTowerModel, reference: string) => Promise<Result>,
): Promise<Result> {
  const reference = wanted === "two-tower" ? await recommenders.current() : wanted;
  if (reference === undefined)
    throw new TwinstreamError(
      "MODEL_NOT_FOUND",
      "no two-tower model is in use; train one with twinstream train two-tower",
    );
  const model = await loadTwoTower(await recommenders.files(reference), surroundings);
  try {
    return await work(model, reference);
  } finally {
    await model.close();
  }
}
