import type { Clock } from "../clock.ts";
import type { BatchHandler, EventLog, FollowOptions } from "../event-log.ts";
import { logLike } from "../log-like.ts";

/** Something that goes wrong at the n-th batch, counted from 1, that a group is given of a topic; it happens once. */
export type Fault = { readonly topic?: string; readonly group?: string; readonly batch: number } & (
  | {
      /** The member dies after its handler has run, before or after the commit; or the batch is given to the handler twice. */
      readonly kind: "crash-before-commit" | "crash-after-commit" | "duplicate-delivery";
    }
  | { readonly kind: "slow"; readonly ms: number }
);

/** What `follow` rejects with after an injected crash. */
export class InjectedCrash extends Error {
  constructor(fault: Fault) {
    super(`injected ${fault.kind} at batch ${fault.batch}`);
    this.name = "InjectedCrash";
  }
}

/**
 * The same log, with faults. Where a batch is to be delivered twice, what the handler returned the first time is appended without
 * the group's position, and the log calls itself at-least-once: no exactly-once log can do that.
 */
export function withFaults(log: EventLog, faults: readonly Fault[], clock: Clock): EventLog {
  const seen = new Map<string, number>();
  const nextFaults = (topic: string, group: string): readonly Fault[] => {
    const name = JSON.stringify([topic, group]);
    const batch = (seen.get(name) ?? 0) + 1;
    seen.set(name, batch);
    return faults.filter(
      (fault) => fault.batch === batch && (fault.topic ?? topic) === topic && (fault.group ?? group) === group,
    );
  };
  const isExact = faults.every(({ kind }) => kind !== "duplicate-delivery");
  return logLike(log, {
    delivery: isExact ? log.delivery : "at-least-once",
    follow: (topic, group, handle, options) =>
      followWithFaults({ log, clock, nextFaults: () => nextFaults(topic, group) }, topic, group, handle, options),
  });
}

interface Faulty {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly nextFaults: () => readonly Fault[];
}

async function followWithFaults(
  { log, clock, nextFaults }: Faulty,
  topic: string,
  group: string,
  handle: BatchHandler,
  options: FollowOptions,
): Promise<void> {
  const dying = new AbortController();
  let crash: InjectedCrash | undefined;
  const faulty: BatchHandler = async (entries) => {
    const faults = nextFaults();
    const find = (kind: Fault["kind"]) => faults.find((fault) => fault.kind === kind);
    for (const fault of faults) if (fault.kind === "slow") await clock.wait(fault.ms);
    if (find("duplicate-delivery")) await log.append(await handle(entries));
    const writes = await handle(entries);
    const before = find("crash-before-commit");
    if (before) throw new InjectedCrash(before);
    const after = find("crash-after-commit");
    if (after) {
      crash = new InjectedCrash(after);
      dying.abort();
    }
    return writes;
  };
  await log.follow(topic, group, faulty, { ...options, signal: AbortSignal.any([options.signal, dying.signal]) });
  if (crash) throw crash;
}
