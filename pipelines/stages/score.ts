import { type EmbeddableText, embeddable } from "../../models/embedding/embedder.ts";
import { decodeVector } from "../../models/embedding/vector-bytes.ts";
import {
  lexicalFeaturesInTurns,
  lexicalFeaturesOfPart,
  type SearchPart,
  type TextPair,
} from "../../models/features/lexical-features.ts";
import type { FeatureRows } from "../../models/model.ts";
import { queryHash } from "../../models/seen-queries.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { featureNames, featureSet } from "../../schemas/feature-sets.ts";
import type {
  AnalysedText,
  EmbeddedEvent,
  ScoredEvent,
  ScoredProduct,
  TokenizedEvent,
} from "../../schemas/generated/events.ts";
import { type LiveModel, type LiveModels, withCurrentModel } from "../live-models.ts";
import { madeFor } from "../scoring/made-for.ts";
import { type Shadow, shadowOf } from "../scoring/shadow.ts";
import type { Stage } from "../stage.ts";
import { type EmbeddedSearch, embedSearches } from "./embed.ts";
import { analysed } from "./tokenize.ts";

/**
 * Scores every product of each event with the champion, and beside it with the challenger where there is one. A batch is of one
 * champion: an event that was analysed or embedded before it became that is analysed and embedded again.
 */
export function scoreStage(models: LiveModels): Stage<"embeddings", "scores"> {
  return {
    name: "score",
    from: ["embeddings"],
    to: "scores",
    run: (inputs) =>
      withCurrentModel(models, async (champion) => {
        const read = (await madeFor(champion, inputs)).map((event) => readVectors(event, champion.embedder.dimensions));
        const readable = read.filter((event) => typeof event !== "string");
        const scored = (await scoreEmbeddedSearches(readable, champion, models)).values();
        return read.map((event) => (typeof event === "string" ? { reject: event } : { emit: [scored.next().value!] }));
      }),
  };
}

/** Reads the vectors of an event, or says why they are none. */
export function readVectors(event: EmbeddedEvent, dimensions: number): EmbeddedSearch | string {
  try {
    const [queryVector, ...titleVectors] = [event.queryVector, ...event.products.map((product) => product.vector)].map(
      decodeVector,
    );
    const odd = [queryVector!, ...titleVectors].find((vector) => vector.length !== dimensions);
    if (odd !== undefined) return `a vector has ${odd.length} numbers, not ${dimensions} as space "${event.space}" has`;
    return { event, space: event.space, queryVector: queryVector!, titleVectors };
  } catch (error) {
    if (error instanceof TwinstreamError) return error.message;
    throw error;
  }
}

/** Scores events that were made for the champion, and with the challenger of `models` where there is one. */
export async function scoreEmbeddedSearches(
  events: readonly EmbeddedSearch[],
  champion: LiveModel,
  models: LiveModels,
): Promise<readonly ScoredEvent[]> {
  return scoreRows(await featureRows(events, champion), events, champion, models);
}

/** Scores some products of a search with a model: `search` has them alone, `titles` are those of all. Throws what `meet` of the part throws. */
export async function scorePartOfSearch(
  search: EmbeddedSearch,
  titles: readonly AnalysedText[],
  live: LiveModel,
  part: SearchPart,
): Promise<ScoredEvent> {
  const pairs = textPairs([search]);
  const values = await lexicalFeaturesOfPart(pairs, live.vocabulary, titles, part);
  const rows = withFeatures(pairs, textsOf([search]), values);
  return (await scoreRows(rows, [search], live, { current: async () => live }))[0]!;
}

async function scoreRows(
  rows: FeatureRows,
  events: readonly EmbeddedSearch[],
  champion: LiveModel,
  models: LiveModels,
): Promise<readonly ScoredEvent[]> {
  const scores = await champion.model.score(rows);
  const shadow = await shadowOf(models, champion, rows, (challenger) => rowsMadeFor(challenger, events));
  const width = rows.names.length;
  let row = 0;
  return events.map(({ event, space }) => {
    const products = event.products.map((product): ScoredProduct => {
      const { productId, title, position, brand, category, price, attributes, grade } = product;
      const score = scores[row]!;
      const features = rows.values.subarray(row * width, (row + 1) * width);
      const challengerScore = shadow.scoreOf(row++);
      // written out, as taking what a scored product lacks off it costs ten times as much
      return {
        productId,
        title,
        position,
        brand,
        category,
        price,
        attributes,
        grade,
        score,
        features,
        challengerScore,
      };
    });
    return scoredEvent(event, space, champion, shadow, products);
  });
}

/** The features, vectors and texts of every (query, product) pair of the events, in order; each event is a search. */
export async function featureRows(
  events: readonly EmbeddedSearch[],
  live: Pick<LiveModel, "vocabulary">,
): Promise<FeatureRows> {
  const pairs = textPairs(events);
  const texts = textsOf(events);
  return withFeatures(pairs, texts, await lexicalFeaturesInTurns(pairs, live.vocabulary, texts.searches));
}

function textPairs(events: readonly EmbeddedSearch[]): readonly TextPair[] {
  return events.flatMap(({ event, queryVector, titleVectors }) =>
    event.products.map(({ text, brand }, i) => ({
      query: event.queryText,
      title: text,
      brand,
      queryVector,
      titleVector: titleVectors[i]!,
    })),
  );
}

type RowTexts = Required<Pick<FeatureRows, "texts" | "searches">>;

function withFeatures(pairs: readonly TextPair[], texts: RowTexts, values: Float32Array): FeatureRows {
  const vectors = {
    query: pairs.map((pair) => pair.queryVector),
    title: pairs.map((pair) => pair.titleVector),
  };
  return { featureSet, names: featureNames, values, count: pairs.length, vectors, ...texts };
}

/** Each event's texts beside one another: to look for equal ones would cost more than it saves a model. */
function textsOf(events: readonly EmbeddedSearch[]): RowTexts {
  const texts: EmbeddableText[] = [];
  const [query, title, searches]: [number[], number[], number[]] = [[], [], []];
  events.forEach(({ event }, search) => {
    const queryPlace = texts.push(embeddable(event.query, event.queryText)) - 1;
    for (const product of event.products) {
      query.push(queryPlace);
      title.push(texts.push(embeddable(product.title, product.text)) - 1);
      searches.push(search);
    }
  });
  return {
    texts: { texts, query: Uint32Array.from(query), title: Uint32Array.from(title) },
    searches: Uint32Array.from(searches),
  };
}

/** The rows of events as another model than the champion has them: analysed and embedded again from their texts. */
async function rowsMadeFor(live: LiveModel, events: readonly EmbeddedSearch[]): Promise<FeatureRows> {
  const read = await analysed(
    events.map(({ event }) => event),
    live,
  );
  return featureRows(await embedSearches(read, live.embedder), live);
}

function scoredEvent(
  event: TokenizedEvent,
  space: string,
  champion: LiveModel,
  shadow: Shadow,
  products: ScoredEvent["products"],
): ScoredEvent {
  const { eventId, time, source, sessionId, userId, labelMin, labelMax, query, queryText } = event;
  const { challenger, challengerFault } = shadow.told(event);
  // written out: with a spread each event leaves five kilobytes for the garbage collector
  return {
    eventId,
    time,
    source,
    sessionId,
    userId,
    labelMin,
    labelMax,
    query,
    space,
    featureSet,
    products,
    rewrites: queryText.rewrites,
    queryWords: queryText.words.length,
    isSeenQuery: champion.seenQueries?.has(queryHash(query)) ?? null,
    model: champion.reference,
    scoreMin: champion.model.scoreMin,
    scoreMax: champion.model.scoreMax,
    challenger,
    challengerFault,
  };
}
