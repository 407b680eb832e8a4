import type { Traces, WorkSpan } from "../connectors/traces.ts";
import { codecs } from "../schemas/codec.ts";
import type { TopicEvents, TopicName } from "../schemas/topics.ts";
import { type BatchResult, idOf, placeOf, type Travelling } from "./batch.ts";

/** The topics by which events enter: a trace may begin at them. */
const entryTopics: readonly string[] = ["searches", "labels", "interactions", "catalog"] satisfies TopicName[];

/** Whether a trace may begin at a topic. */
export function mayBeginAt(topic: string): boolean {
  return entryTopics.includes(topic);
}

type AnyTravelling = Travelling<TopicEvents[TopicName]>;

/**
 * Does the work of a stage on a batch within one span per event that is sampled; what goes on names that span as its parent.
 * Without traces it is the work and nothing else.
 */
export async function traced<Result extends Pick<BatchResult<unknown>, "deadLetters">>(
  traces: Traces | undefined,
  { stage, group }: { readonly stage: string; readonly group: string },
  inputs: readonly AnyTravelling[],
  work: (inputs: readonly AnyTravelling[]) => Promise<Result>,
): Promise<Result> {
  if (traces === undefined) return work(inputs);
  const spans = new Map<string, WorkSpan>();
  const within = inputs.map((input) => {
    const span = begin(traces, stage, group, input, inputs.length);
    if (span === undefined) return input;
    spans.set(placeOf(input.entry), span);
    return { ...input, headers: span.headers };
  });
  try {
    const result = await work(within);
    for (const { id, value } of result.deadLetters) spans.get(id!)?.end(reasonOf(value!));
    endAll(spans);
    return result;
  } catch (error) {
    endAll(spans, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

function begin(traces: Traces, operation: string, group: string, input: AnyTravelling, batchSize: number) {
  const { topic, partition, offset } = input.entry;
  const place = { topic, partition, offset, group, batchSize, eventId: idOf(input.event) };
  return traces.begin({ operation, kind: "consumer", mayBegin: mayBeginAt(topic), ...place }, input.headers);
}

/** Ends the spans that are still open: to end one a second time does nothing. */
function endAll(spans: ReadonlyMap<string, WorkSpan>, fault?: string): void {
  for (const span of spans.values()) span.end(fault);
}

function reasonOf(letter: Uint8Array): string {
  const decoded = codecs["dead-letters"].decode(letter);
  return "event" in decoded ? decoded.event.error : decoded.error;
}
