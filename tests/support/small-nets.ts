import { compileServing } from "../../models/net/compile-serving.ts";
import type { TrainingSettings } from "../../models/net/compile-training.ts";
import type { Net } from "../../models/net/net.ts";
import { openSession, type Tensors } from "../../models/net/session.ts";
import { newState, type TrainingState, weightsOf } from "../../models/net/training-state.ts";
import { type Batch, openTrainingStep } from "../../models/net/training-step.ts";

/** How a small net is trained in a test. */
export interface SmallTraining {
  readonly seed?: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly settings?: TrainingSettings;
  readonly batch: (step: number) => Batch;
}

/** What came of it: the loss of each step, and a state that can be served or trained on. */
export interface SmallTrained {
  readonly losses: readonly number[];
  readonly state: TrainingState;
  readonly weights: ReturnType<typeof weightsOf>;
  readonly serving: Uint8Array;
}

/** Trains a small net for some steps. */
export async function trainSmall(
  net: Net,
  { seed = 1, steps, learningRate, settings, batch }: SmallTraining,
): Promise<SmallTrained> {
  const step = await openTrainingStep(net, settings);
  const state = newState(step.plan, seed);
  const losses: number[] = [];
  for (let done = 0; done < steps; done++) losses.push(await step.run(state, batch(done), learningRate));
  await step.close();
  const weights = weightsOf(step.plan, state);
  return { losses, state, weights, serving: compileServing(net, weights) };
}

/** What a served net gives for some inputs. */
export async function serveSmall(serving: Uint8Array, inputs: Tensors): Promise<Tensors> {
  const session = await openSession(serving);
  const outputs = await session.run(inputs);
  await session.close();
  return outputs;
}
