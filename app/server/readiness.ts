import type { PartitionState } from "../../pipelines/partition-watch.ts";
import type { Vitals } from "./vitals.ts";

/** When a pipeline counts as one that does its work. */
export interface ReadinessRules {
  /** A partition with entries waiting may stand still for so long, milliseconds. */
  readonly stallMs: number;
  /** So many entries may wait in a partition; Infinity: any number. */
  readonly maxLag: number;
}

/** Why a pipeline is not ready; the last five are told where it is a partition's fault. */
export interface Reason {
  readonly reason: "starting" | "stopping" | "failed" | "log-unreachable" | "stalled" | "lag";
  readonly message: string;
  readonly group?: string;
  readonly topic?: string;
  readonly partition?: number;
  readonly lag?: number;
  readonly stillSeconds?: number;
}

/** The log is asked every few seconds; an answer older than this is none. */
const staleMs = 15_000;

/** Everything that speaks against a pipeline at a time; nothing when it is ready. */
export function reasonsAgainst(vitals: Vitals, rules: ReadinessRules, now: number): readonly Reason[] {
  const { phase, failure } = vitals;
  if (failure !== undefined) return [{ reason: "failed", message: failure }];
  if (phase === "starting") return [{ reason: "starting", message: "the stages have not begun yet" }];
  if (phase === "stopping") return [{ reason: "stopping", message: "asked to stop: batches in hand are finished" }];
  const unreachable = logReason(vitals, now);
  if (unreachable !== undefined) return [unreachable];
  return vitals.partitions.flatMap((state) => partitionReasons(state, rules));
}

function logReason({ logFault, lookedAt }: Vitals, now: number): Reason | undefined {
  if (logFault !== undefined) return { reason: "log-unreachable", message: logFault };
  if (lookedAt === undefined) return { reason: "starting", message: "the event log has not answered yet" };
  if (now - lookedAt <= staleMs) return undefined;
  const seconds = Math.round((now - lookedAt) / 1000);
  return { reason: "log-unreachable", message: `the event log has not answered for ${seconds} s` };
}

function partitionReasons(state: PartitionState, { stallMs, maxLag }: ReadinessRules): readonly Reason[] {
  const { group, topic, partition, lag, stillMs } = state;
  const where = `partition ${partition} of "${topic}"`;
  const place = { group, topic, partition, lag, stillSeconds: stillMs / 1000 };
  const reasons: Reason[] = [];
  if (lag > 0 && stillMs >= stallMs) {
    const message = `"${group}" has not moved on ${where} for ${Math.round(stillMs / 1000)} s while ${lag} entries wait`;
    reasons.push({ reason: "stalled", message, ...place });
  }
  if (lag > maxLag)
    reasons.push({
      reason: "lag",
      message: `${lag} entries of ${where} wait for "${group}", more than ${maxLag}`,
      ...place,
    });
  return reasons;
}
