import type { TopicEvents, TopicName } from "../schemas/topics.ts";

/** What became of one input: events to pass on (none drops it), or why it could not be processed. */
export type Outcome<Out> = { readonly emit: readonly Out[] } | { readonly reject: string };

/** The events of some topics. */
export type EventOf<Name extends TopicName> = TopicEvents[Name];

/** A stage of whatever topics, for those who hold many: its input can't be given without knowing which it is. */
export interface AnyStage {
  readonly name: string;
  readonly from: readonly TopicName[];
  readonly to: TopicName;
  run(inputs: readonly never[]): Promise<readonly Outcome<unknown>[]>;
}

/**
 * One step of the pipeline: a pure function from a batch of events to a batch of outcomes, with no durable state of its own.
 */
export interface Stage<In extends TopicName = TopicName, Out extends TopicName = TopicName> {
  /** Also the consumer group and the label of its metrics. */
  readonly name: string;
  readonly from: readonly In[];
  readonly to: Out;
  /** One outcome per input, in input order. Throws only when no input could be processed. */
  run(inputs: readonly EventOf<In>[]): Promise<readonly Outcome<EventOf<Out>>[]>;
}
