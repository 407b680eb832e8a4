import { type SliceSums, sumBySlice } from "../../models/metrics/slices.ts";
import type { EvaluationPart, ScoredEvent } from "../../schemas/generated/events.ts";
import { groupBy } from "../../schemas/group-by.ts";
import type { Stage } from "../stage.ts";

/**
 * Measures scores against grades. Each batch gives sums by model, source and slice, which add up over any batches, so nothing is remembered
 * between them. The sums of a group leave with its last event; events without grades pass silently.
 */
export function evaluateStage(): Stage<"scores", "evaluations"> {
  return {
    name: "evaluate",
    from: ["scores"],
    to: "evaluations",
    async run(inputs) {
      const emitted: EvaluationPart[][] = inputs.map(() => []);
      for (const indexes of groups(inputs)) {
        const events = indexes.map((i) => inputs[i]!);
        emitted[indexes.at(-1)!] = sumBySlice(events).map((part) => evaluationPart(part, events));
      }
      return emitted.map((emit) => ({ emit }));
    },
  };
}

/** Places of the labelled events, by model and source. */
function groups(events: readonly ScoredEvent[]): Iterable<readonly number[]> {
  const labelled = [...events.keys()].filter((i) => events[i]!.labelMin !== null);
  return groupBy(labelled, (i) => `${events[i]!.model} ${events[i]!.source}`).values();
}

function evaluationPart({ slice, value, sums }: SliceSums, events: readonly ScoredEvent[]): EvaluationPart {
  const { eventId, model, source } = events[0]!;
  const time = events.reduce((latest, event) => Math.max(latest, event.time), 0);
  return { evaluationId: `${eventId}/${model}/${slice}/${value}`, time, model, source, slice, value, ...sums };
}
