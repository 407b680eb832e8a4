import { embeddable, type TextEmbedder } from "../../models/embedding/embedder.ts";
import { encodeVector } from "../../models/embedding/vector-bytes.ts";
import { toBuffer } from "../../schemas/bytes.ts";
import type { EmbeddedEvent, TokenizedEvent } from "../../schemas/generated/events.ts";
import { type CurrentModel, type LiveText, withCurrentModel } from "../live-models.ts";
import type { Stage } from "../stage.ts";
import { analysed } from "./tokenize.ts";

/**
 * Gives query and titles their vectors, all of a batch in one call of the embedder. An event that was analysed before the champion
 * changed is analysed again, so that no event mixes two models.
 */
export function embedStage(models: CurrentModel<LiveText>): Stage<"tokens", "embeddings"> {
  return {
    name: "embed",
    from: ["tokens"],
    to: "embeddings",
    run: (inputs) =>
      withCurrentModel(models, async (live) => {
        const strange = inputs.filter(({ vocabulary }) => vocabulary !== live.vocabulary.name);
        const anew = (await analysed(strange, live)).values();
        const events = inputs.map((input) => (input.vocabulary === live.vocabulary.name ? input : anew.next().value!));
        return (await embedded(events, live.embedder)).map((event) => ({ emit: [event] }));
      }),
  };
}

/** Analysed searches with the vectors of an embedder. */
export async function embedded(
  events: readonly TokenizedEvent[],
  embedder: TextEmbedder,
): Promise<readonly EmbeddedEvent[]> {
  const texts = events.flatMap((event) => [
    embeddable(event.query, event.queryText),
    ...event.products.map(({ title, text }) => embeddable(title, text)),
  ]);
  const vectors = (await embedder.embed(texts)).values();
  const next = () => toBuffer(encodeVector(vectors.next().value!));
  return events.map((event) => withVectors(event, embedder.space, next));
}

/** Written out: spreads would leave kilobytes for the garbage collector. */
function withVectors(event: TokenizedEvent, space: string, next: () => Buffer): EmbeddedEvent {
  const { eventId, time, source, sessionId, userId, labelMin, labelMax, vocabulary, query, queryText } = event;
  const queryVector = next();
  const products = event.products.map((product) => {
    const { productId, title, position, brand, category, price, attributes, grade, text } = product;
    return { productId, title, position, brand, category, price, attributes, grade, text, vector: next() };
  });
  return {
    eventId,
    time,
    source,
    sessionId,
    userId,
    labelMin,
    labelMax,
    vocabulary,
    query,
    queryText,
    products,
    space,
    queryVector,
  };
}
