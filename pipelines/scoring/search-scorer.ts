import type { ScoredEvent, SearchEvent } from "../../schemas/generated/events.ts";
import { type PartToScore, scorePart, scoreSearches } from "../evaluation/score-events.ts";
import { type CurrentModel, type LiveModel, withCurrentModel } from "../live-models.ts";

/** What the model that scores now says of a search. */
export interface ScoredSearch extends Pick<ScoredEvent, "model" | "scoreMin" | "scoreMax" | "rewrites"> {
  /** Of its products, in their order. */
  readonly scores: readonly number[];
}

/** What scoring reads of a search; no more, as it goes from thread to thread. */
export interface SearchToScore {
  readonly query: string;
  readonly titles: readonly string[];
  /** Of each product the brand as the shop names it, where it does; may be left out where it names none. */
  readonly brands?: readonly (string | null)[];
}

/** Scores searches that somebody waits for. */
export interface SearchScorer {
  /** Scores one search, by the very stages of the stream. Throws what `current` of the models throws. */
  score(search: SearchToScore): Promise<ScoredSearch>;
  /** Makes what scoring products of these titles needs of them, to be kept for searches that show them. Throws as `score` does. */
  prepare(titles: readonly string[]): Promise<void>;
}

/** Scores in the thread of its caller. */
export interface ScorerHere extends SearchScorer {
  /** Scores some searches together, each as if it were alone: in less time than one after the other. Throws as `score` does. */
  scoreTogether(searches: readonly SearchToScore[]): Promise<readonly ScoredSearch[]>;
  /** Scores some products of a search, which others score the rest of: each gets the score that it has in the whole. Throws as `score` does, and what `meet` of the part throws. */
  scorePart(search: SearchToScore, part: PartToScore): Promise<ScoredSearch>;
}

/** Scores in the caller's thread; the model of searches is the same from their first stage to their last. */
export function scoreHere(models: CurrentModel<LiveModel>): ScorerHere {
  const scoreTogether = async (searches: readonly SearchToScore[]) => {
    const scored = await withCurrentModel(models, (live) => scoreSearches(live, searches.map(eventOf)));
    return scored.map(saidOf);
  };
  return {
    scoreTogether,
    scorePart: async (search, part) =>
      saidOf(await withCurrentModel(models, (live) => scorePart(live, eventOf(search), part))),
    score: async (search) => (await scoreTogether([search]))[0]!,
    // what is made of a title is made when it is scored; a search without words takes least beside
    prepare: async (titles) => void (await scoreTogether([{ query: "", titles }])),
  };
}

function saidOf({ model, scoreMin, scoreMax, rewrites, products }: ScoredEvent): ScoredSearch {
  return { model, scoreMin, scoreMax, rewrites, scores: products.map(({ score }) => score) };
}

function eventOf({ query, titles, brands }: SearchToScore): SearchEvent {
  const products = titles.map((title, i) => {
    const brand = brands?.[i] ?? null;
    return { productId: "", title, position: i + 1, brand, category: null, price: null, attributes: {} };
  });
  return { eventId: "", time: 0, source: "", sessionId: null, userId: null, query, products };
}
