import { TwinstreamError } from "../../schemas/errors.ts";
import type { TrainingRun } from "../model.ts";
import { fitWithTfjs, type TfjsInput } from "../net/engines/fit-with-tfjs.ts";
import type { Tfjs } from "../net/engines/tfjs.ts";
import { refuseCurve, startWeights } from "../net/fit-net.ts";
import type { Weights } from "../net/training-state.ts";
import type { WordConfig } from "./siamese-config.ts";
import type { PairEngine, PairTask } from "./siamese-learner.ts";

/**
 * The engine tfjs-node, where the user has installed it. It trains |a − b| with one dense layer, without dropout or penalty, takes the
 * threads it likes and keeps no checkpoints. Throws WRONG_USAGE for a config that it can't train, or when it isn't there.
 */
export async function openTfjsNode(kind: string, config: WordConfig, run: TrainingRun): Promise<PairEngine> {
  checkTrainableThere(kind, config);
  const tf = await run.openTfjs();
  return (task, during) => fitThere(tf, task, during);
}

/** What the engine's one net is, and how to ask for it. */
const wanted = [
  { field: "distance", value: "absolute", words: "--distance absolute" },
  ...(["hidden", "dropout", "inputDropout", "l2"] as const).map((field) => ({
    ...{ field, value: 0, words: `--set ${field}=0` },
  })),
] as const;

function checkTrainableThere(kind: string, config: WordConfig): void {
  const lacking = wanted.filter(({ field, value }) => config[field] !== value);
  if (lacking.length === 0) return;
  const remedy = lacking.map(({ words }) => words).join(" ");
  throw new TwinstreamError(
    "WRONG_USAGE",
    `${kind} by --engine tfjs-node is |a - b| and one dense layer, without dropout: add ${remedy}, or leave --engine out`,
  );
}

const names = { words: "tokens", lstm: "lstm", answer: "score" };

async function fitThere(tf: Tfjs, task: PairTask, run: TrainingRun): Promise<Weights> {
  let best: Weights | undefined;
  const epochs = fitWithTfjs(tf, await inputOf(task, run.seed), task.settings, run);
  for await (const { epoch, trainingLoss, validationLoss, learningRate, watch, weights } of epochs) {
    if (watch.isBest) best = weights;
    run.learned({ epoch, trainingLoss, validationLoss, learningRate });
  }
  return best ?? refuseCurve(task.name);
}

/** The net from where ours would start. */
async function inputOf(task: PairTask, seed: number): Promise<TfjsInput> {
  const { pairs, net, validate } = task;
  const { centre, spread } = net.comparator;
  return {
    ...{ names, centre, spread, validate },
    start: await startWeights(task, seed),
    texts: { query: pairs.map(({ query }) => query), title: pairs.map(({ title }) => title) },
    grades: Float32Array.from(pairs, ({ grade }) => grade),
  };
}
