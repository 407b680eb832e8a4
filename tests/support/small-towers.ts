import { fitTwoTower } from "../../models/two-tower/two-tower-learner.ts";
import { openTwoTower, type TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";
import type { Recommenders } from "../../pipelines/recommend/keep-recommender.ts";
import { surroundings } from "../../pipelines/surroundings.ts";
import { unattended } from "../../pipelines/training/train.ts";
import type { RecommenderManifest } from "../../schemas/recommender.ts";
import { smallHistory, smallTowers } from "./small-shop-history.ts";

/** A two-tower model of the small shop, after one epoch. */
export async function trainSmallTowers(): Promise<TwoTowerModel> {
  const run = { ...unattended, ...surroundings, threads: 1, seed: 1, learned: () => {}, judge: async () => 0 };
  return openTwoTower(await fitTwoTower(smallHistory(), { ...smallTowers, epochs: 1 }, run));
}

/** Keeps a model and puts it to use. */
export async function useTowers(recommenders: Recommenders, model: TwoTowerModel): Promise<void> {
  const manifest = { kind: "two-tower", trainedAt: 1 } as Omit<RecommenderManifest, "reference" | "files">;
  await recommenders.use(await recommenders.add(manifest, model.save()));
}
