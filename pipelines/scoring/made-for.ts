import type { EmbeddedEvent } from "../../schemas/generated/events.ts";
import type { LiveText } from "../live-models.ts";
import { embedded } from "../stages/embed.ts";
import { analysed } from "../stages/tokenize.ts";

/**
 * The events as a model knows them: those that another vocabulary or embedder made, such as the one before the champion changed, are
 * analysed and embedded again from their texts.
 */
export async function madeFor(live: LiveText, events: readonly EmbeddedEvent[]): Promise<readonly EmbeddedEvent[]> {
  const strange = events.filter(
    ({ vocabulary, space }) => vocabulary !== live.vocabulary.name || space !== live.embedder.space,
  );
  if (strange.length === 0) return events;
  const texts = await analysed(strange, live);
  const made = await embedded(texts, live.embedder);
  const replacements = new Map(strange.map((event, i) => [event, made[i]!]));
  return events.map((event) => replacements.get(event) ?? event);
}
