import { TwinstreamError } from "../../schemas/errors.ts";
import type { KafkaClient } from "./client.ts";
import { kindOf } from "./patience.ts";
import type { PlacedWrite } from "./placing.ts";
import { overLimit, sizeLimitOf } from "./size-limit.ts";

/** What went wrong when writes were sent, in words for a person; a record over the size limit of its topic is named. */
export async function explainWriting(
  client: KafkaClient,
  error: unknown,
  writes: readonly PlacedWrite[],
): Promise<unknown> {
  const [first] = writes;
  const kind = kindOf(error);
  if (kind !== "MESSAGE_TOO_LARGE" && kind !== "RECORD_LIST_TOO_LARGE") {
    return client.explain(error, { topic: first!.write.topic, operation: "Write" });
  }
  const { write, bytes } = writes.reduce((most, write) => (write.bytes > most.bytes ? write : most));
  // What is said must not depend on whether the brokers tell.
  const limit = await sizeLimitOf(client, write.topic).catch(() => undefined);
  return new TwinstreamError("LOG_UNAVAILABLE", overLimit(client, write.topic, `about ${bytes}`, limit), error);
}
