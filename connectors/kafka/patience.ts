import type { Clock } from "../clock.ts";

/** For so long a cluster may be without a leader, a coordinator or a connection before that is an error, milliseconds. */
const patienceMs = 30_000;

/** A topic that was made just now may not be known to every broker yet. */
const patienceForTopicsMs = 500;

/** The brokers answer, and are about to agree on who leads and who coordinates. */
const settling = new Set([
  "NOT_LEADER_FOR_PARTITION",
  "LEADER_NOT_AVAILABLE",
  "REPLICA_NOT_AVAILABLE",
  "OFFSET_NOT_AVAILABLE",
  "FENCED_LEADER_EPOCH",
  "UNKNOWN_LEADER_EPOCH",
  "NOT_CONTROLLER",
  "GROUP_LOAD_IN_PROGRESS",
  "GROUP_COORDINATOR_NOT_AVAILABLE",
  "NOT_COORDINATOR_FOR_GROUP",
  "KafkaJSGroupCoordinatorNotFound",
]);

/** What a broker would answer if it noticed itself that it isn't ready; `type` is the protocol's name for it. */
export class SettlingError extends Error {
  readonly type: string;

  constructor(type: string) {
    super(`the broker answers ${type}`);
    this.type = type;
  }
}

const passing = new Set([
  ...settling,
  "NETWORK_EXCEPTION",
  "REQUEST_TIMED_OUT",
  "KafkaJSConnectionError",
  "KafkaJSConnectionClosedError",
  "KafkaJSRequestTimeoutError",
  "KafkaJSBrokerNotFound",
  "KafkaJSLockTimeout",
]);

/** Tries again while brokers change places, as they do when one of them stops; `mend` is called in between. Gives up after `patienceMs` with the last error. */
export async function withPatience<Result>(
  clock: Clock,
  attempt: () => Promise<Result>,
  mend: () => Promise<unknown>,
): Promise<Result> {
  const begun = clock.now();
  for (let waitMs = 20; ; waitMs = Math.min(1_000, waitMs * 2)) {
    try {
      return await attempt();
    } catch (error) {
      const elapsed = clock.now() - begun;
      if (elapsed >= patienceFor(error)) throw error;
      await clock.wait(waitMs);
      // Why mending failed shows at the next attempt.
      await mend().catch(() => undefined);
    }
  }
}

function patienceFor(error: unknown): number {
  const kind = kindOf(error);
  if (kind === "UNKNOWN_TOPIC_OR_PARTITION") return patienceForTopicsMs;
  return passing.has(kind) ? patienceMs : 0;
}

/** What an error of kafkajs is about: the protocol's name for it, or else the name of its class. */
export function kindOf(error: unknown): string {
  const root = rootOf(error);
  if (!(root instanceof Error)) return "";
  return (root as { type?: string }).type ?? root.name;
}

const wrappers = ["KafkaJSNumberOfRetriesExceeded", "KafkaJSNonRetriableError", "KafkaJSError"];

/** Whether an error is of a cluster that shares its work out, which takes seconds. */
export function isSettling(error: unknown): boolean {
  return settling.has(kindOf(error));
}

/** Whether an error is of brokers that can't be reached or change places, which passes. */
export function isPassing(error: unknown): boolean {
  return passing.has(kindOf(error));
}

/** What went wrong first, under what kafkajs wrapped around it while it tried again. */
export function rootOf(error: unknown): unknown {
  if (!(error instanceof Error) || !wrappers.includes(error.name)) return error;
  const { cause } = error;
  return cause instanceof Error && cause !== error ? rootOf(cause) : error;
}
