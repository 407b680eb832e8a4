import type { ScoredEvent, SearchEvent } from "../../schemas/generated/events.ts";
import { scoreSearches } from "../evaluation/score-events.ts";
import { type CurrentModel, type LiveModel, withCurrentModel } from "../live-models.ts";

/** Scores one search with the model that scores now, by the very stages of the stream; the model is the same from its first to its last. */
export function scoreSearch(models: CurrentModel<LiveModel>, search: SearchEvent): Promise<ScoredEvent> {
  return withCurrentModel(models, async (live) => (await scoreSearches(live, [search]))[0]!);
}
