import type { Clock } from "../../connectors/clock.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import type { Traces } from "../../connectors/traces.ts";
import { idOf } from "../batch.ts";
import { appendEvents, backlog, type EntryTopic, type FedEvent } from "../feed.ts";
import { catalogTitles } from "./catalog-titles.ts";
import { type EventFormat, type ReadEvent, readEvents, readUbi } from "./read-events.ts";
import { Unfit } from "./unfit.ts";

/** Some events as they were sent. */
export interface SentEvents {
  readonly body: Uint8Array;
  readonly format: EventFormat;
  /** The topic of events that name none. */
  readonly topic?: EntryTopic | undefined;
  /** Where events say they come from that don't say it themselves; `http`, or the preset's name, unless said. */
  readonly source?: string | undefined;
  /** `ubi`: these are no events of ours but records of OpenSearch User Behavior Insights. */
  readonly preset?: "ubi" | undefined;
}

/** What became of one event: it is in the log now, it was there already, or why it is not: because it is wrong, or has no place among the events. */
export type EventOutcome =
  | {
      readonly status: "accepted" | "known";
      readonly topic: EntryTopic;
      readonly id: string;
      /** What of it was left out. */
      readonly note?: string;
    }
  | { readonly status: "refused" | "skipped"; readonly reason: string };

/** What became of what was sent: an outcome for each event, in their order; or, with nothing kept, why none could be read, or when to come again. */
export type Acceptance =
  | { readonly kind: "read"; readonly outcomes: readonly EventOutcome[] }
  | { readonly kind: "unreadable"; readonly reason: string }
  | { readonly kind: "busy"; readonly reason: string; readonly retryAfterSeconds: number };

/** Where events go that are accepted. */
export interface IntakeOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  /** Nothing is accepted while the tokenize stage has more entries than this before it. */
  readonly maxBacklog: number;
  readonly traces?: Traces | undefined;
}

/** Takes events in. What it says is accepted is safe on disk. */
export interface Intake {
  accept(sent: SentEvents): Promise<Acceptance>;
}

const retryAfterSeconds = 2;
/** The log is asked how far the stages are behind so often at most. */
const lookEveryMs = 250;

/** A way into the log for events that are sent one by one or in lists: each id once, a bad one stops no other. */
export function createIntake({ log, clock, maxBacklog, traces }: IntakeOptions): Intake {
  const titles = catalogTitles(log);
  let waiting = Promise.resolve(0);
  let lookedAt = Number.NEGATIVE_INFINITY;

  function waitingNow(): Promise<number> {
    if (clock.now() - lookedAt >= lookEveryMs) {
      lookedAt = clock.now();
      waiting = backlog(log);
    }
    return waiting;
  }

  async function read({ body, format, topic, source, preset }: SentEvents): Promise<readonly ReadEvent[]> {
    if (preset === undefined) return readEvents(body, format, { topic, source: source ?? "http", now: clock.now() });
    await titles.readOn();
    return readUbi(body, format, { source: source ?? preset, titleOf: titles.titleOf });
  }

  return {
    async accept(sent) {
      const entries = await waitingNow();
      if (entries > maxBacklog) return { kind: "busy", reason: behind(entries, maxBacklog), retryAfterSeconds };
      try {
        return { kind: "read", outcomes: await keep(log, await read(sent), traces) };
      } catch (error) {
        if (error instanceof Unfit) return { kind: "unreadable", reason: error.message };
        throw error;
      }
    },
  };
}

function behind(entries: number, most: number): string {
  return `${entries} searches and labels wait to be processed, more than ${most}; send again later, or run more stages`;
}

async function keep(
  log: EventLog,
  read: readonly ReadEvent[],
  traces: Traces | undefined,
): Promise<readonly EventOutcome[]> {
  const fed = read.flatMap((each) => ("fed" in each ? [each.fed] : []));
  const { skippedAt } = await appendEvents(log, fed, traces);
  const known = new Set(skippedAt.map((place) => fed[place]));
  return read.map((each) => outcomeOf(each, known));
}

function outcomeOf(read: ReadEvent, known: ReadonlySet<FedEvent | undefined>): EventOutcome {
  if ("refused" in read) return { status: "refused", reason: read.refused };
  if ("skipped" in read) return { status: "skipped", reason: read.skipped };
  const { fed, note } = read;
  const status = known.has(fed) ? "known" : "accepted";
  return { status, topic: fed.topic, id: idOf(fed.event), ...(note !== undefined && { note }) };
}
