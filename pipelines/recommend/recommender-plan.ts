import type { Clock } from "../../connectors/clock.ts";
import type { Checkpoints, Progress } from "../../models/model.ts";
import type { NetRun } from "../../models/net/fit-net.ts";
import type { TextReader } from "../../models/two-tower/text-reader.ts";
import type { TwoTowerConfig } from "../../models/two-tower/two-tower-config.ts";
import type { TwoTowerState } from "../../models/two-tower/two-tower-file.ts";
import { openTwoTower, type TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";
import type { Artifact } from "../../schemas/artifact.ts";
import { programVersion } from "../../schemas/program-version.ts";
import type { RecommenderManifest } from "../../schemas/recommender.ts";
import { surroundings } from "../surroundings.ts";

/** What to train a recommender on, and who watches. */
export interface RecommenderPlan {
  readonly config: TwoTowerConfig;
  /** What titles and queries are read by, which is not closed. */
  readonly reader: TextReader;
  readonly seed: number;
  /** Where the choices come from, in words a person knows. */
  readonly from: string;
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
}

/** A trained recommender, ready for its store. */
export interface TrainedRecommender {
  readonly manifest: Omit<RecommenderManifest, "reference" | "files">;
  readonly files: Artifact;
}

/** A recommender that is in use, by which a new one is measured. */
export interface RecommenderInUse {
  readonly reference: string;
  readonly state: TwoTowerState;
}

const noCheckpoints: Checkpoints = { load: async () => undefined, save: async () => {}, isDue: () => false };

/** One training of a plan, which takes a share of its progress. */
export function runOf(
  { seed, signal, progress, config }: RecommenderPlan,
  [from, to]: readonly [number, number],
): NetRun {
  return {
    ...surroundings,
    ...{ seed, signal, threads: config.threads, checkpoints: noCheckpoints, learned: () => {} },
    progress: ({ share, doing }) => progress({ share: from + share * (to - from), doing }),
  };
}

/** What is known of a training beside what every one tells. */
type ToldOfTraining = Omit<
  TrainedRecommender["manifest"],
  "kind" | "trainedAt" | "trainingMs" | "config" | "seed" | "programVersion" | "space" | "sizeBytes"
>;

/** What was learned by a plan since `began`, ready for its store, with what else is to be told of it. */
export async function trainedRecommender(
  learned: TwoTowerState,
  plan: RecommenderPlan,
  { began, clock }: { readonly began: number; readonly clock: Clock },
  told: ToldOfTraining,
): Promise<TrainedRecommender> {
  const { config, seed } = plan;
  const { files, space } = await withModel(learned, plan, async (model) => ({
    files: model.save(),
    space: model.space,
  }));
  const trainedAt = clock.now();
  const manifest = {
    ...{ kind: "two-tower", trainedAt, trainingMs: trainedAt - began, config: { ...config }, seed },
    ...{ programVersion, space, ...told },
    sizeBytes: Object.values(files).reduce((sum, { length }) => sum + length, 0),
  };
  return { manifest, files };
}

/** Does some work with the model of a state. */
export async function withModel<Result>(
  state: TwoTowerState,
  { config }: Pick<RecommenderPlan, "config">,
  work: (model: TwoTowerModel) => Promise<Result>,
): Promise<Result> {
  const model = await openTwoTower(state, config.threads);
  try {
    return await work(model);
  } finally {
    await model.close();
  }
}
