import type { Clock } from "../connectors/clock.ts";
import type { Traces } from "../connectors/traces.ts";
import { TwinstreamError } from "../schemas/errors.ts";
import type { LiveModels } from "./live-models.ts";
import { recorders } from "./record/rows.ts";
import type { Stage } from "./stage.ts";
import { stages } from "./stages/index.ts";
import { type BatchLimits, fuse, type Step } from "./step.ts";

/** Everything that can be asked for by name: the stages, and `record`, which ends every branch. */
export const stepNames = [...Object.keys(stages), "record"] as const;

/** What a pipeline consists of. */
export interface TopologyOptions {
  /** Names of stages, and `record`. */
  readonly names: readonly string[];
  /** Passes batches on in memory where nothing but the next stage reads the topic between. */
  readonly fused: boolean;
  readonly models: LiveModels;
  readonly clock: Clock;
  readonly limits: BatchLimits;
  readonly traces?: Traces | undefined;
  /** The record step, made only when it is asked for. */
  readonly record: () => Promise<Step>;
}

/** The steps of a pipeline in the order of the stream. Throws WRONG_USAGE for a name that is none. */
export async function buildSteps(options: TopologyOptions): Promise<readonly Step[]> {
  for (const name of options.names) {
    if (!stepNames.includes(name))
      throw new TwinstreamError("WRONG_USAGE", `there is no stage "${name}"; the stages are ${stepNames.join(", ")}`);
  }
  const asked = Object.entries(stages).filter(([name]) => options.names.includes(name));
  const made = asked.map(([, make]) => make(options.models) as Stage);
  const alone = made.map((stage) => [stage]);
  const chains = options.fused ? withLeftovers(chainsOf(made)) : alone;
  const steps = chains.map((chain) => fuse(chain, options.clock, options.limits, options.traces));
  return options.names.includes("record") ? [...steps, await options.record()] : steps;
}

/**
 * The chains, and after each the stages inside it by themselves: they find nothing to do but what a process that ran hop by hop
 * left in the topics between.
 */
function withLeftovers(chains: readonly (readonly Stage[])[]): readonly (readonly Stage[])[] {
  return chains.flatMap((chain) => [chain, ...chain.slice(1).map((stage) => [stage])]);
}

/** Runs of stages that can be fused: each reads just what the one before makes, and nobody keeps what is between. */
function chainsOf(ordered: readonly Stage[]): readonly (readonly Stage[])[] {
  const chains: Stage[][] = [];
  for (const stage of ordered) {
    const chain = chains.at(-1);
    const before = chain?.at(-1);
    if (chain && before && follows(before, stage)) chain.push(stage);
    else chains.push([stage]);
  }
  return chains;
}

function follows(before: Stage, after: Stage): boolean {
  const isRecorded = recorders.some((recorder) => recorder.topic === before.to);
  return !isRecorded && after.from.length === 1 && after.from[0] === before.to;
}
