import type { LabelledEvent } from "../../schemas/generated/events.ts";
import type { FedEvent } from "../feed.ts";
import type { ImportSummary } from "../replay/import-summary.ts";

/** An import, which counts along what it could not use; or other events. */
type Judged = AsyncIterable<readonly FedEvent[]> & { readonly summary?: ImportSummary };

/** The labelled events of an import that name their texts; everything else in it is passed over. `notice` is told at the end how many rows could not be used, and why. */
export async function judgedEventsOf(
  file: Judged,
  notice: (text: string) => void = () => {},
): Promise<readonly LabelledEvent[]> {
  const judged: LabelledEvent[] = [];
  for await (const batch of file) {
    for (const { topic, event } of batch) if (topic === "labels" && event.query !== null) judged.push(event);
  }
  if (file.summary !== undefined && file.summary.rejected > 0) notice(refusedText(file.summary));
  return judged;
}

function refusedText({ rows, rejected, byReason }: ImportSummary): string {
  const reasons = byReason.map(({ reason, count }) => `${count} × ${reason}`);
  return `${rejected} of ${rows} rows are not used: ${reasons.join(", ")}`;
}
