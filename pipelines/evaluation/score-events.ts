import type { LabelledEvent, ScoredEvent, SearchEvent } from "../../schemas/generated/events.ts";
import type { FedEvent } from "../feed.ts";
import type { LiveModel } from "../live-models.ts";
import type { Outcome } from "../stage.ts";
import { embedStage } from "../stages/embed.ts";
import { scoreStage } from "../stages/score.ts";
import { tokenizeStage } from "../stages/tokenize.ts";

const eventsPerBatch = 500;

/** Scores events in batch by the very stages of the stream, without a log. Interactions, products and late labels have nothing to score and are passed over. */
export async function* scoreEvents(
  live: LiveModel,
  batches: AsyncIterable<readonly FedEvent[]>,
): AsyncGenerator<readonly ScoredEvent[]> {
  for await (const batch of batches) {
    const searches = batch.flatMap(({ topic, event }) => (topic === "searches" || topic === "labels" ? [event] : []));
    for (let first = 0; first < searches.length; first += eventsPerBatch)
      yield scoreBatch(live, searches.slice(first, first + eventsPerBatch));
  }
}

async function scoreBatch(
  live: LiveModel,
  events: readonly (SearchEvent | LabelledEvent)[],
): Promise<readonly ScoredEvent[]> {
  const models = { current: async () => live };
  const tokenized = emitted(await tokenizeStage(models).run(events));
  const embedded = emitted(await embedStage(models).run(tokenized));
  return emitted(await scoreStage(models).run(embedded));
}

/** What stages passed on. Events that were checked before can't be rejected, so a rejection here is a bug. */
export function emitted<Out>(outcomes: readonly Outcome<Out>[]): readonly Out[] {
  return outcomes.flatMap((outcome) => {
    if ("reject" in outcome) throw new Error(`a checked event was rejected: ${outcome.reject}`);
    return outcome.emit;
  });
}
