import type { LabelledEvent } from "../../schemas/generated/events.ts";
import type { FedEvent } from "../feed.ts";

/** The labelled events of an import that name their texts; everything else in it is passed over. */
export async function judgedEventsOf(batches: AsyncIterable<readonly FedEvent[]>): Promise<readonly LabelledEvent[]> {
  const judged: LabelledEvent[] = [];
  for await (const batch of batches) {
    for (const { topic, event } of batch) if (topic === "labels" && event.query !== null) judged.push(event);
  }
  return judged;
}
