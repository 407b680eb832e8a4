import { TwinstreamError } from "../../schemas/errors.ts";
import { noTopic } from "../topic-names.ts";
import { kindOf } from "./patience.ts";
import type { KafkaSettings } from "./settings.ts";

/** What a call was about, by the names that the caller gave. */
export interface Subject {
  readonly topic?: string;
  readonly group?: string;
  readonly transactionalId?: string;
  /** The right that the call needs on it, by the name that `kafka-acls` knows it by. */
  readonly operation?: string;
}

/** What an error of kafkajs means for a person: what happened, where, and what to do. Anything else is given back as it is. */
export function explainKafka(error: unknown, settings: KafkaSettings, subject: Subject): unknown {
  if (!(error instanceof Error) || error instanceof TwinstreamError) return error;
  const kind = kindOf(error);
  if (kind === "UNKNOWN_TOPIC_OR_PARTITION" && subject.topic !== undefined) return noTopic(subject.topic);
  if (!kind.startsWith("Kafka") && (error as { type?: string }).type === undefined) return error;
  return new TwinstreamError("LOG_UNAVAILABLE", `Kafka on ${settings.brokers.join(", ")}: ${error.message}`, error);
}
