import { systemClock } from "../connectors/clock.ts";
import { openDataFolder } from "../connectors/files/data-folder.ts";
import { openRecommenders } from "../pipelines/recommend/keep-recommender.ts";
import { LiveRecommender } from "../pipelines/recommend/live-recommender.ts";
import { type HashUser, userHasher } from "../pipelines/record/hash-user.ts";

/** What recommends from a data folder, and how it names visitors. */
export interface RecommenderOfFolder {
  readonly recommender: LiveRecommender;
  readonly hashUser: HashUser;
}

/** Loads nothing yet. */
export async function recommenderOf(data: string, notice: (text: string) => void): Promise<RecommenderOfFolder> {
  const folder = await openDataFolder(data, { userKey: process.env.TWINSTREAM_USER_KEY });
  const recommender = new LiveRecommender(openRecommenders(folder.recommenders), systemClock, notice);
  return { recommender, hashUser: userHasher(folder.userKey) };
}
