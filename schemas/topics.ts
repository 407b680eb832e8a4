import type * as events from "./generated/events.ts";

/** The event type of every topic. */
export interface TopicEvents {
  searches: events.SearchEvent;
  labels: events.LabelledEvent;
  tokens: events.TokenizedEvent;
  embeddings: events.EmbeddedEvent;
  scores: events.ScoredEvent;
  evaluations: events.EvaluationPart;
  interactions: events.InteractionEvent;
  catalog: events.CatalogProduct;
  recognitions: events.RecognisedProduct;
  "model-releases": events.ModelRelease;
  "dead-letters": events.DeadLetter;
}

/** The name of a topic. */
export type TopicName = keyof TopicEvents;

/** How a topic is laid out and how long it keeps what it holds. */
export interface TopicSettings {
  /** How many partitions a new topic gets; undefined: as many as the log's default. */
  readonly partitions?: number;
  /** `delete`: old records go when they are past retention. `compact`: the newest record of each key stays. */
  readonly cleanup: "delete" | "compact";
  /** Records older than this may go; undefined: never for their age. */
  readonly retentionMs?: number;
  /** The oldest records may go while a partition is larger; undefined: never for their size. */
  readonly retentionBytes?: number;
}

const day = 24 * 60 * 60 * 1000;

/** Every topic with its settings: what people send is kept for a month, what can be computed again for a day. */
export const topics: { readonly [name in TopicName]: TopicSettings } = {
  searches: { cleanup: "delete", retentionMs: 30 * day },
  labels: { cleanup: "delete", retentionMs: 30 * day },
  tokens: { cleanup: "delete", retentionMs: day },
  embeddings: { cleanup: "delete", retentionMs: day },
  scores: { cleanup: "delete", retentionMs: 7 * day },
  evaluations: { cleanup: "delete", retentionMs: 30 * day },
  interactions: { cleanup: "delete", retentionMs: 30 * day },
  catalog: { cleanup: "compact" },
  // what can be computed again, but is asked for as long as the product is there
  recognitions: { cleanup: "compact" },
  // Kept whole: whether a release came about depends on those before it.
  "model-releases": { cleanup: "delete", partitions: 1 },
  "dead-letters": { cleanup: "delete", retentionMs: 90 * day },
};

/** All topic names, in the order of the way of an event. */
export const topicNames = Object.keys(topics) as readonly TopicName[];
