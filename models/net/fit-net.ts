import { TwinstreamError } from "../../schemas/errors.ts";
import type { TrainingRun } from "../model.ts";
import { type Checkpoint, type CheckpointOwner, restoreCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import { compileTraining, type TrainingSettings } from "./compile-training.ts";
import { startWatch } from "./learning-watch.ts";
import type { Net } from "./net.ts";
import { openStepBuckets, type StepBuckets } from "./step-buckets.ts";
import { type EpochSettings, type Place, type TrainingData, trainEpochs, type Validated } from "./train-epochs.ts";
import { newState, type Weights, weightsOf } from "./training-state.ts";

/** Who watches and ends a training of a net, and what it takes from outside. */
export type NetRun = Omit<TrainingRun, "validation">;

/** A net and what it is to learn. */
export interface NetTask {
  /** Of its checkpoint; a run that trains several nets names each. */
  readonly name: string;
  /** The net for texts up to a length. */
  netFor(size: number): Net;
  /** The lengths to write graphs for, ascending; one where length doesn't matter. */
  readonly sizes: readonly number[];
  readonly data: TrainingData;
  /** The loss on rows that are not learned from. */
  validate(weights: Weights): Promise<Validated>;
  readonly settings: TrainingSettings & EpochSettings;
  /** What some parameters or tables begin with, by name; the others begin as their initialisers say. Not asked for by a training that goes on. */
  start?(): Promise<Weights>;
}

/**
 * Trains a net and gives the weights of its best epoch. After an epoch or within one, when a checkpoint is due, and when the signal aborts, it
 * saves what it has come to, and it goes on from what a run before it saved, to the same weights as without a break. Throws TRAINING_IMPOSSIBLE for no
 * examples or when it learned nothing that is a number, DATA_DAMAGED or MODEL_MISMATCH for a checkpoint that it can't go on from, and the
 * signal's reason when it aborts.
 */
export async function fitNet(task: NetTask, run: NetRun): Promise<Weights> {
  const buckets = await openStepBuckets(task.netFor, task.sizes, task.settings, { threads: run.threads });
  try {
    return await learn(task, buckets, run);
  } finally {
    await buckets.close();
  }
}

async function learn(task: NetTask, buckets: StepBuckets, run: NetRun): Promise<Weights> {
  const owner = { name: task.name, plan: buckets.plan, task: describeTask(task, run) };
  const { state, place, ...before } = (await reachedBefore(owner, run)) ?? (await start(task, owner, run));
  let { best, curve } = before;
  let savedStep = state.step;
  const save = async (reached: Place) => {
    await run.checkpoints.save(task.name, saveCheckpoint(owner, { state, place: reached, best, curve }));
    savedStep = state.step;
  };
  const between = async (reached: Place) => {
    const isWanted = run.signal.aborted || run.checkpoints.isDue?.();
    if (isWanted && state.step > savedStep) await save(reached);
  };
  for (const point of curve) run.learned(point);
  const { signal, progress } = run;
  const epochs = trainEpochs({ ...task, buckets, state }, task.settings, { signal, progress, between }, place);
  for await (const {
    epoch,
    trainingLoss,
    validationLoss,
    validationAccuracy,
    learningRate,
    watch,
    weights,
  } of epochs) {
    if (watch.isBest) best = weights;
    const accuracy = validationAccuracy === undefined ? {} : { validationAccuracy };
    const point = { epoch, trainingLoss, validationLoss, ...accuracy, learningRate };
    curve = [...curve, point];
    run.learned(point);
    const isLast = watch.isOver || epoch === task.settings.epochs;
    if (isLast || (run.checkpoints.isDue?.() ?? true)) await save({ epoch, watch });
  }
  return best ?? refuseCurve(task.name);
}

/** The weights that `fitNet` starts from, for another engine that is to start there. */
export async function startWeights(task: Omit<NetTask, "data">, seed: number): Promise<Weights> {
  const plan = compileTraining(task.netFor(task.sizes[0]!), task.settings);
  return weightsOf(plan, newState(plan, seed, await task.start?.()));
}

async function reachedBefore(owner: CheckpointOwner, run: NetRun): Promise<Checkpoint | undefined> {
  const file = await run.checkpoints.load(owner.name);
  return file && restoreCheckpoint(owner, file);
}

async function start(task: NetTask, { plan }: CheckpointOwner, { seed }: NetRun): Promise<Checkpoint> {
  const watch = startWatch(task.settings.learningRate);
  return { state: newState(plan, seed, await task.start?.()), place: { epoch: 0, watch }, best: undefined, curve: [] };
}

/** What must be the same for a training to go on with what another one has come to. */
function describeTask({ settings, sizes, data }: NetTask, { seed, threads }: NetRun): string {
  return JSON.stringify({ settings, sizes, examples: data.count, seed, threads });
}

/** Refuses a training of a net in which no epoch came to a loss that is a number. */
export function refuseCurve(name: string): never {
  throw new TwinstreamError(
    "TRAINING_IMPOSSIBLE",
    `no epoch of "${name}" had a loss on the rows held back; give more rows or epochs, or lower the learning rate`,
  );
}
