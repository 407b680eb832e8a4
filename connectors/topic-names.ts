import { TwinstreamError } from "../schemas/errors.ts";

/** Says that a topic was never made. */
export function noTopic(topic: string): TwinstreamError {
  return new TwinstreamError("LOG_UNAVAILABLE", `the event log has no topic "${topic}"; create it first`);
}

/** Throws unless a topic's name is one that every log, Kafka included, can bear. */
export function checkTopicName(topic: string): void {
  if (!/^[\w.-]{1,249}$/.test(topic) || topic === "." || topic === "..") {
    throw new Error(`"${topic}" can't be a topic: use up to 249 letters, digits, ".", "_" and "-"`);
  }
}
