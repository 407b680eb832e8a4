import type { Headers } from "./event-log.ts";

/** A piece of work on one event. */
export interface TracedWork {
  /** `send` where a feed appends it, else the name of the stage. */
  readonly operation: string;
  /** What the topic is to the work: where it sends to, or reads from. */
  readonly kind: "producer" | "consumer";
  readonly topic: string;
  /** Whether a trace may begin here, where the event brings none: at the topics by which events enter. */
  readonly mayBegin: boolean;
  /** The id of the event; the trace that begins with it is named after it. */
  readonly eventId: string;
  readonly partition?: number;
  readonly offset?: number;
  readonly group?: string;
  /** How many events were worked on together. */
  readonly batchSize: number;
}

/** The span of one piece of work. */
export interface WorkSpan {
  /** Headers of what goes on: those that came, with this span as the parent of what follows. */
  readonly headers: Headers;
  /** Ends it; a fault says why the event went no further. */
  end(fault?: string): void;
}

/** Tells a tracing system of what becomes of events. */
export interface Traces {
  /** Begins a span below the one that the headers name (W3C `traceparent`); undefined where the event is not sampled. */
  begin(work: TracedWork, headers: Headers | undefined): WorkSpan | undefined;
  /** Sends what is left, for two seconds at most. */
  close(): Promise<void>;
}
