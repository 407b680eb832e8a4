import type { TrainingPlan, TrainingSettings } from "./compile-training.ts";
import type { Net } from "./net.ts";
import type { SessionOptions } from "./session.ts";
import { openTrainingStep, type TrainingStep } from "./training-step.ts";

/** Training steps of one net for texts of different lengths, so that short texts don't pay for long ones. All work on one state. */
export interface StepBuckets {
  /** What all steps share: the parameters and tables of the state. */
  readonly plan: TrainingPlan;
  /** For how many tokens the graph is written that takes texts of this length. Throws when the text is too long for all. */
  sizeFor(length: number): number;
  /** The training step of a size; it is compiled when it is first asked for. */
  step(size: number): Promise<TrainingStep>;
  close(): Promise<void>;
}

/** Prepares a net's training for texts up to each of the sizes, which are ascending. */
export async function openStepBuckets(
  netFor: (size: number) => Net,
  sizes: readonly number[],
  settings?: TrainingSettings,
  options?: SessionOptions,
): Promise<StepBuckets> {
  const opened = new Map<number, Promise<TrainingStep>>();
  const step = (size: number) => {
    if (!sizes.includes(size)) throw new Error(`there is no bucket of ${size} tokens, but of ${sizes.join(", ")}`);
    const before = opened.get(size);
    if (before !== undefined) return before;
    const opening = openTrainingStep(netFor(size), settings, options);
    opened.set(size, opening);
    // who asked for it is told; there is nothing to close
    opening.catch(() => opened.delete(size));
    return opening;
  };
  const { plan } = await step(sizes[0]!);
  return {
    plan,
    step,
    sizeFor(length) {
      const size = sizes.find((known) => length <= known);
      if (size !== undefined) return size;
      throw new Error(`a text of ${length} tokens is longer than the largest bucket, ${sizes.at(-1)}; cut it first`);
    },
    async close() {
      for (const one of opened.values()) await (await one).close();
    },
  };
}
