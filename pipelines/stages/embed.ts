import { type EmbeddableText, embeddable, type TextEmbedder } from "../../models/embedding/embedder.ts";
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

/** An analysed search with its vectors as numbers. */
export interface EmbeddedSearch {
  readonly event: TokenizedEvent;
  /** Name of the space that the vectors live in. */
  readonly space: string;
  readonly queryVector: Float32Array;
  /** Of its products, in their order. */
  readonly titleVectors: readonly Float32Array[];
}

/** Analysed searches with the vectors of an embedder, as numbers for who scores them in this process. */
export async function embedSearches(
  events: readonly TokenizedEvent[],
  embedder: TextEmbedder,
): Promise<readonly EmbeddedSearch[]> {
  const texts: EmbeddableText[] = [];
  for (const { query, queryText, products } of events) {
    texts.push(embeddable(query, queryText));
    for (const { title, text } of products) texts.push(embeddable(title, text));
  }
  const vectors = await embedder.embed(texts);
  let next = 0;
  return events.map((event) => {
    const queryVector = vectors[next++]!;
    const titleVectors = vectors.slice(next, next + event.products.length);
    next += titleVectors.length;
    return { event, space: embedder.space, queryVector, titleVectors };
  });
}

/** Analysed searches with the vectors of an embedder, as they go into a topic. */
export async function embedded(
  events: readonly TokenizedEvent[],
  embedder: TextEmbedder,
): Promise<readonly EmbeddedEvent[]> {
  return (await embedSearches(events, embedder)).map(encodeVectors);
}

/** Written out: spreads would leave kilobytes for the garbage collector. */
function encodeVectors({ event, space, queryVector, titleVectors }: EmbeddedSearch): EmbeddedEvent {
  const { eventId, time, source, sessionId, userId, labelMin, labelMax, vocabulary, query, queryText } = event;
  const products = event.products.map((product, i) => {
    const { productId, title, position, brand, category, price, attributes, grade, text } = product;
    const vector = bytesOf(titleVectors[i]!);
    return { productId, title, position, brand, category, price, attributes, grade, text, vector };
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
    queryVector: bytesOf(queryVector),
  };
}

function bytesOf(vector: Float32Array): Buffer {
  return toBuffer(encodeVector(vector));
}
