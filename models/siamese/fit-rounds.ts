import type { TrainingRun } from "../model.ts";
import { fitNet, type NetTask } from "../net/fit-net.ts";
import type { Weights } from "../net/training-state.ts";

/** What the learning rate is multiplied by from round to round. */
const rateCut = 0.2;

/**
 * Trains a net in rounds, each from the best weights so far and at a fifth of the rate before, until a round finds nothing better: a net that
 * has begun to learn rows by heart is taken back instead of slowed down. Throws as `fitNet` does.
 */
export async function fitRounds(task: NetTask, rounds: number, run: TrainingRun): Promise<Weights> {
  let best: Weights | undefined;
  let bestLoss = Infinity;
  let epochs = 0;
  for (let round = 0; round < rounds && epochs < task.settings.epochs; round++) {
    const losses: number[] = [];
    const weights = await fitNet(
      roundOf(task, { round, epochs }, best),
      shownFrom(run, epochs, task.settings.epochs, round, losses),
    );
    const loss = Math.min(...losses);
    if (best !== undefined && !(loss < bestLoss)) break;
    [best, bestLoss] = [weights, loss];
    epochs += losses.length;
  }
  return best!;
}

function roundOf(task: NetTask, { round, epochs }: { round: number; epochs: number }, best?: Weights): NetTask {
  const { settings } = task;
  return {
    ...task,
    name: `${task.name} round ${round + 1}`,
    settings: {
      ...settings,
      learningRate: settings.learningRate * rateCut ** round,
      epochs: settings.epochs - epochs,
    },
    ...(best && { start: best }),
  };
}

/** The run of a round: epochs are counted on, batches come in another order, and the losses are noted. */
function shownFrom(run: TrainingRun, before: number, all: number, round: number, losses: number[]): TrainingRun {
  return {
    ...run,
    seed: run.seed + round * 1_000_003,
    progress: ({ share, doing }) =>
      run.progress({ share: (before + share * (all - before)) / all, doing: `round ${round + 1}, ${doing}` }),
    learned(point) {
      losses.push(point.validationLoss);
      run.learned({ ...point, epoch: before + point.epoch });
    },
  };
}
