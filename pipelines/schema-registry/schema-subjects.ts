import type { SchemaRegistry } from "../../connectors/schema-registry.ts";
import { codecs } from "../../schemas/codec.ts";
import { currentSchemas } from "../../schemas/generated/events.ts";
import { topicNames } from "../../schemas/topics.ts";

/**
 * Registers the current schema of every topic under `PREFIX + TOPIC-value`, Confluent's TopicNameStrategy; from then on this
 * process writes the ids it was given. Throws SCHEMA_REFUSED or REGISTRY_UNAVAILABLE.
 */
export async function registerSchemas(registry: SchemaRegistry, prefix: string): Promise<void> {
  const registering = topicNames.map((topic) => registry.register(`${prefix}${topic}-value`, currentSchemas[topic]));
  const ids = await Promise.all(registering);
  for (const [i, topic] of topicNames.entries()) codecs[topic].write(ids[i]!);
}
