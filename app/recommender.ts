import { systemClock } from "../connectors/clock.ts";
import { openRecommenders } from "../pipelines/recommend/keep-recommender.ts";
import { LiveRecommender } from "../pipelines/recommend/live-recommender.ts";
import { type HashUser, userHasher } from "../pipelines/record/hash-user.ts";
import { openKeyedDataFolder } from "./keyed-data-folder.ts";

/** What recommends from a data folder, and how it names visitors. */
export interface RecommenderOfFolder {
  readonly recommender: LiveRecommender;
  readonly hashUser: HashUser;
}

/** Loads nothing yet. */
export async function recommenderOf(data: string, notice: (text: string) => void): Promise<RecommenderOfFolder> {
  const folder = await openKeyedDataFolder(data);
  const recommender = new LiveRecommender(openRecommenders(folder.recommenders), systemClock, notice);
  return { recommender, hashUser: userHasher(folder.userKey) };
}
