import type { ScoredEvent, SearchEvent } from "../../schemas/generated/events.ts";
import { scoreSearches } from "../evaluation/score-events.ts";
import { type CurrentModel, type LiveModel, withCurrentModel } from "../live-models.ts";

/** What the model that scores now says of a search. */
export interface ScoredSearch extends Pick<ScoredEvent, "model" | "scoreMin" | "scoreMax" | "rewrites"> {
  /** Of its products, in their order. */
  readonly scores: readonly number[];
}

/** Scores searches that somebody waits for. */
export interface SearchScorer {
  /** Scores one search, by the very stages of the stream. Throws what `current` of the models throws. */
  score(search: SearchEvent): Promise<ScoredSearch>;
  /** Makes what scoring products of these titles needs of them, to be kept for searches that show them. Throws as `score` does. */
  prepare(titles: readonly string[]): Promise<void>;
}

/** Scores in the caller's thread; the model of a search is the same from its first stage to its last. */
export function scoreHere(models: CurrentModel<LiveModel>): SearchScorer {
  const scored = (search: SearchEvent) =>
    withCurrentModel(models, async (live) => (await scoreSearches(live, [search]))[0]!);
  return {
    async score(search) {
      const { model, scoreMin, scoreMax, rewrites, products } = await scored(search);
      return { model, scoreMin, scoreMax, rewrites, scores: products.map(({ score }) => score) };
    },
    prepare: async (titles) => void (await scored(wordlessSearch(titles))),
  };
}

/** What is made of a title is made when it is scored; a search without words takes least beside. */
function wordlessSearch(titles: readonly string[]): SearchEvent {
  const unknown = { brand: null, category: null, price: null, attributes: {} };
  const products = titles.map((title, i) => ({ productId: `${i}`, title, position: i + 1, ...unknown }));
  return { eventId: "prepared", time: 0, source: "catalog", sessionId: null, userId: null, query: "", products };
}
