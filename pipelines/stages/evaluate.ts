import { type SliceSums, sumBySlice } from "../../models/metrics/slices.ts";
import type { EvaluationPart, ScoredEvent } from "../../schemas/generated/events.ts";
import { groupBy } from "../../schemas/group-by.ts";
import type { Stage } from "../stage.ts";

/**
 * Measures scores against grades, those of the champion and those of its challenger. Each batch gives sums by model, source and slice,
 * which add up over any batches, so nothing is remembered between them. The sums of a group leave with its last event; events without
 * grades pass silently.
 */
export function evaluateStage(): Stage<"scores", "evaluations"> {
  return {
    name: "evaluate",
    from: ["scores"],
    to: "evaluations",
    async run(inputs) {
      const emitted: EvaluationPart[][] = inputs.map(() => []);
      for (const group of groups(inputs)) {
        const events = group.map(({ event }) => event);
        emitted[group.at(-1)!.place]!.push(...sumBySlice(events).map((part) => evaluationPart(part, events)));
      }
      return emitted.map((emit) => ({ emit }));
    },
  };
}

/** A labelled event with the scores of one model, and its place in the batch. */
interface Measured {
  readonly place: number;
  readonly event: ScoredEvent;
}

/** The labelled events as each model scored them, by model and source. */
function groups(events: readonly ScoredEvent[]): Iterable<readonly Measured[]> {
  const measured = events.flatMap((event, place) => {
    if (event.labelMin === null) return [];
    return [event, ...asChallenged(event)].map((scored) => ({ place, event: scored }));
  });
  return groupBy(measured, ({ event }) => `${event.model} ${event.source}`).values();
}

/** The event as if the challenger were the champion, and the champion its challenger; none where nobody challenged. */
function asChallenged(event: ScoredEvent): readonly ScoredEvent[] {
  const { challenger, model, scoreMin, scoreMax, isSeenQuery } = event;
  if (challenger === null) return [];
  const products = event.products.flatMap(({ challengerScore: score, ...product }) =>
    score === null ? [] : [{ ...product, score, challengerScore: product.score }],
  );
  return [{ ...event, ...challenger, products, challenger: { model, scoreMin, scoreMax, isSeenQuery } }];
}

function evaluationPart({ slice, value, sums }: SliceSums, events: readonly ScoredEvent[]): EvaluationPart {
  const { eventId, model, source } = events[0]!;
  const time = events.reduce((latest, event) => Math.max(latest, event.time), 0);
  return { evaluationId: `${eventId}/${model}/${slice}/${value}`, time, model, source, slice, value, ...sums };
}
