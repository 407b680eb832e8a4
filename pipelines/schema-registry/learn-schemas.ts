import type { Clock } from "../../connectors/clock.ts";
import type { Entry } from "../../connectors/event-log.ts";
import type { SchemaRegistry } from "../../connectors/schema-registry.ts";
import { codecs, schemaIdOf } from "../../schemas/codec.ts";
import type { TopicName } from "../../schemas/topics.ts";

/** Makes sure before entries of a topic are decoded that what can be known of their schemas is. Throws REGISTRY_UNAVAILABLE. */
export type LearnSchemas = (topic: string, entries: readonly Entry[], signal?: AbortSignal) => Promise<void>;

/** A registry of several nodes may know an id at one before another; a stream of damaged records must not ask at each batch. */
const askAgainMs = 30_000;
/** Damaged records may name any ids. */
const mostRemembered = 10_000;
const askedAtOnce = 8;

/** Fetches schemas by the ids in front of records, each once for each topic, as an id never changes its meaning. */
export function schemaLearner(registry: SchemaRegistry, clock: Clock): LearnSchemas {
  const strangers = new Map<string, number>();

  async function learn(topic: TopicName, id: number, signal: AbortSignal | undefined): Promise<void> {
    const found = await registry.schemaOf(id, signal);
    if (found === undefined) {
      if (strangers.size >= mostRemembered) strangers.clear();
      strangers.set(`${topic} ${id}`, clock.now() + askAgainMs);
    } else codecs[topic].learn(id, found);
  }

  function isAsked(topic: TopicName, id: number): boolean {
    return !codecs[topic].knows(id) && (strangers.get(`${topic} ${id}`) ?? 0) <= clock.now();
  }

  return async (topic, entries, signal) => {
    if (!isTopic(topic)) return;
    const unknown = idsOf(entries).filter((id) => isAsked(topic, id));
    for (let from = 0; from < unknown.length; from += askedAtOnce)
      await Promise.all(unknown.slice(from, from + askedAtOnce).map((id) => learn(topic, id, signal)));
  };
}

function isTopic(topic: string): topic is TopicName {
  return Object.hasOwn(codecs, topic);
}

function idsOf(entries: readonly Entry[]): readonly number[] {
  const ids = new Set<number>();
  for (const { value } of entries) {
    const id = value === null ? undefined : schemaIdOf(value);
    if (id !== undefined) ids.add(id);
  }
  return [...ids];
}
