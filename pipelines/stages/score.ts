import { type EmbeddableText, embeddable } from "../../models/embedding/embedder.ts";
import { decodeVector } from "../../models/embedding/vector-bytes.ts";
import { lexicalFeatures } from "../../models/features/lexical-features.ts";
import type { FeatureRows } from "../../models/model.ts";
import { queryHash } from "../../models/seen-queries.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { featureNames, featureSet } from "../../schemas/feature-sets.ts";
import type { EmbeddedEvent, ScoredEvent } from "../../schemas/generated/events.ts";
import { groupBy } from "../../schemas/group-by.ts";
import type { LiveModel, LiveModels } from "../live-models.ts";
import type { Outcome, Stage } from "../stage.ts";

/**
 * Scores every product of each event with the champion. Vectors are compared only within one space: an event from before the champion
 * changed is scored by the newest model of its own space, and rejected when no model of that space is left.
 */
export function scoreStage(models: LiveModels): Stage<"embeddings", "scores"> {
  return {
    name: "score",
    from: ["embeddings"],
    to: "scores",
    async run(inputs) {
      const current = await models.current();
      const outcomes = new Array<Outcome<ScoredEvent>>(inputs.length);
      for (const [space, indexes] of groupBy(inputs.keys(), (i) => inputs[i]!.space)) {
        const live = current.embedder.space === space ? current : await models.inSpace(space);
        const read = indexes.map((i) =>
          live === undefined ? noModel(space, current) : readVectors(inputs[i]!, live.embedder.dimensions),
        );
        const scored =
          live === undefined
            ? []
            : await scoreEvents(
                read.filter((event) => typeof event !== "string"),
                live,
              );
        let next = 0;
        indexes.forEach((index, i) => {
          const fault = read[i]!;
          outcomes[index] = typeof fault === "string" ? { reject: fault } : { emit: [scored[next++]!] };
        });
      }
      return outcomes;
    },
  };
}

/** An event with its vectors as numbers. */
export interface ReadableEvent {
  readonly event: EmbeddedEvent;
  readonly queryVector: Float32Array;
  readonly titleVectors: readonly Float32Array[];
}

/** Reads the vectors of an event, or says why they are none. */
export function readVectors(event: EmbeddedEvent, dimensions: number): ReadableEvent | string {
  try {
    const [queryVector, ...titleVectors] = [event.queryVector, ...event.products.map((product) => product.vector)].map(
      decodeVector,
    );
    const odd = [queryVector!, ...titleVectors].find((vector) => vector.length !== dimensions);
    if (odd !== undefined) return `a vector has ${odd.length} numbers, not ${dimensions} as space "${event.space}" has`;
    return { event, queryVector: queryVector!, titleVectors };
  } catch (error) {
    if (error instanceof TwinstreamError) return error.message;
    throw error;
  }
}

function noModel(space: string, current: LiveModel): string {
  return `its vectors are of space "${space}", model "${current.reference}" compares those of "${current.embedder.space}", and no other model is of that space; replay it from "searches"`;
}

async function scoreEvents(events: readonly ReadableEvent[], live: LiveModel): Promise<readonly ScoredEvent[]> {
  const rows = featureRows(events, live);
  const scores = await live.model.score(rows);
  let row = 0;
  return events.map(({ event }) => {
    const products = event.products.map(({ text: _text, vector: _vector, ...product }) => {
      const features = Array.from(rows.values.subarray(row * featureNames.length, (row + 1) * featureNames.length));
      return { ...product, score: scores[row++]!, features };
    });
    return scoredEvent(event, live, products);
  });
}

/** The features, vectors and texts of every (query, product) pair of the events, in order; each event is a search. */
export function featureRows(events: readonly ReadableEvent[], live: Pick<LiveModel, "vocabulary">): FeatureRows {
  const pairs = events.flatMap(({ event, queryVector, titleVectors }) =>
    event.products.map(({ text }, i) => ({
      query: event.queryText,
      title: text,
      queryVector,
      titleVector: titleVectors[i]!,
    })),
  );
  const vectors = {
    query: pairs.map((pair) => pair.queryVector),
    title: pairs.map((pair) => pair.titleVector),
  };
  const values = lexicalFeatures(pairs, live.vocabulary);
  return { featureSet, names: featureNames, values, count: pairs.length, vectors, ...textsOf(events) };
}

/** Each event's texts beside one another: to look for equal ones would cost more than it saves a model. */
function textsOf(events: readonly ReadableEvent[]): Required<Pick<FeatureRows, "texts" | "searches">> {
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

function scoredEvent(event: EmbeddedEvent, live: LiveModel, products: ScoredEvent["products"]): ScoredEvent {
  const { eventId, time, source, sessionId, userId, labelMin, labelMax, query, queryText, space } = event;
  return {
    ...{ eventId, time, source, sessionId, userId, labelMin, labelMax, query, space, featureSet, products },
    rewrites: queryText.rewrites,
    queryWords: queryText.words.length,
    isSeenQuery: live.seenQueries?.has(queryHash(query)) ?? null,
    model: live.reference,
    scoreMin: live.model.scoreMin,
    scoreMax: live.model.scoreMax,
  };
}
