import type { SearchPart } from "../../models/features/lexical-features.ts";
import type { LabelledEvent, ScoredEvent, SearchEvent } from "../../schemas/generated/events.ts";
import type { FedEvent } from "../feed.ts";
import type { LiveModel } from "../live-models.ts";
import type { Outcome } from "../stage.ts";
import { embedSearches } from "../stages/embed.ts";
import { scoreEmbeddedSearches, scorePartOfSearch } from "../stages/score.ts";
import { analysed, hasTexts } from "../stages/tokenize.ts";

const eventsPerBatch = 500;

/** How events are scored in batch. */
export interface BatchScoring {
  /** Scores each product as if its search had shown it alone, for a model that looks at the other products of the search. */
  readonly alone?: boolean | undefined;
}

/** Scores events in batch by the very stages of the stream, without a log. Interactions, products and late labels have nothing to score and are passed over. */
export async function* scoreEvents(
  live: LiveModel,
  batches: AsyncIterable<readonly FedEvent[]>,
  { alone = false }: BatchScoring = {},
): AsyncGenerator<readonly ScoredEvent[]> {
  const score = alone ? scoreAlone : scoreSearches;
  for await (const batch of batches) {
    const searches = batch.flatMap(({ topic, event }) => (topic === "searches" || topic === "labels" ? [event] : []));
    for (let first = 0; first < searches.length; first += eventsPerBatch)
      yield score(live, searches.slice(first, first + eventsPerBatch));
  }
}

/** Scores searches as one batch, by what the stages of the stream do, vectors left as the numbers that they are. They must have been checked. */
export async function scoreSearches(
  live: LiveModel,
  events: readonly (SearchEvent | LabelledEvent)[],
): Promise<readonly ScoredEvent[]> {
  const tokenized = await analysed(events.filter(hasTexts), live);
  return scoreEmbeddedSearches(await embedSearches(tokenized, live.embedder), live, { current: async () => live });
}

/** The products of a part of a search, and which they are. */
export interface PartToScore extends SearchPart {
  /** The place after that of its last product. */
  readonly end: number;
}

/** Scores some products of a search, compared to all of it, as `scoreSearches` does. Throws what `meet` of the part throws. */
export async function scorePart(live: LiveModel, event: SearchEvent, part: PartToScore): Promise<ScoredEvent> {
  const [whole] = await analysed([event], live);
  const titles = whole!.products.map(({ text }) => text);
  const own = { ...whole!, products: whole!.products.slice(part.first, part.end) };
  return scorePartOfSearch((await embedSearches([own], live.embedder))[0]!, titles, live, part);
}

/** A search for each product, and the scores put together again. */
async function scoreAlone(
  live: LiveModel,
  events: readonly (SearchEvent | LabelledEvent)[],
): Promise<readonly ScoredEvent[]> {
  const searches = events.filter(({ query }) => query !== null);
  const apart = searches.flatMap(({ products, ...event }) => [
    { ...event, products: [] }, // says what is the same for all of them, also where there is none
    ...products.map((product) => ({ ...event, products: [product] })),
  ]);
  const scored = (await scoreSearches(live, apart as readonly SearchEvent[])).values();
  const next = () => scored.next().value!;
  return searches.map(({ products }) => ({ ...next(), products: products.flatMap(() => next().products) }));
}

/** What stages passed on. Events that were checked before can't be rejected, so a rejection here is a bug. */
export function emitted<Out>(outcomes: readonly Outcome<Out>[]): readonly Out[] {
  return outcomes.flatMap((outcome) => {
    if ("reject" in outcome) throw new Error(`a checked event was rejected: ${outcome.reject}`);
    return outcome.emit;
  });
}
