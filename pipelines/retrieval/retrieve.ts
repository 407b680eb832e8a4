import { embeddable } from "../../models/embedding/embedder.ts";
import { encodeVector } from "../../models/embedding/vector-bytes.ts";
import { toBuffer } from "../../schemas/bytes.ts";
import type { AnalysedText, EmbeddedEvent } from "../../schemas/generated/events.ts";
import type { LiveText } from "../live-models.ts";
import type { Searchable } from "./live-catalog.ts";
import type { IndexedProduct } from "./product-index.ts";

/** As many products as each way of finding gives, and as many of both as the champion scores. */
export const candidates = 100;

/** The query and what was found for it, as a search that showed these products: what the score stage takes. */
export async function retrieve({ index, live }: Searchable, query: string): Promise<EmbeddedEvent> {
  const asked = await readQuery(live, query);
  const { queryText } = asked;
  // words as they were typed, too: a new product may have one that the model, which was trained before, takes for a mistake
  const stems = [...queryText.stems, ...live.analyser.analyseTitle(query).stems];
  const { documents } = await index.byBoth(stems, asked.vector, candidates);
  return {
    ...unknownVisit,
    ...eventFields(asked),
    vocabulary: index.vocabulary,
    space: index.space,
    products: index.productsAt(documents).map((found, place) => shownProduct(found, place + 1)),
  };
}

/** The same products, shown for another query. */
export async function rephrase(event: EmbeddedEvent, live: LiveText, query: string): Promise<EmbeddedEvent> {
  return { ...event, ...eventFields(await readQuery(live, query)) };
}

interface ReadQuery {
  readonly query: string;
  readonly queryText: AnalysedText;
  readonly vector: Float32Array;
}

async function readQuery({ analyser, embedder }: LiveText, query: string): Promise<ReadQuery> {
  const queryText = analyser.analyseQuery(query);
  const [vector] = await embedder.embed([embeddable(query, queryText)]);
  return { query, queryText, vector: vector! };
}

function eventFields({ query, queryText, vector }: ReadQuery) {
  return { query, queryText, queryVector: toBuffer(encodeVector(vector)) };
}

const unknownVisit = {
  ...{ eventId: "search", time: 0, source: "search", sessionId: null, userId: null },
  ...{ labelMin: null, labelMax: null },
} as const;

function shownProduct({ product, text, vector }: IndexedProduct, position: number): EmbeddedEvent["products"][number] {
  const { productId, title, brand, category, price, attributes } = product;
  const shown = { productId, title, position, brand, category, price, attributes, grade: null };
  return { ...shown, text, vector: toBuffer(encodeVector(vector)) };
}
