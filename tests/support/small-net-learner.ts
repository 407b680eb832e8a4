import { learners } from "../../models/learners.ts";
import type { FeatureRows, Learner, Model, TrainingRows } from "../../models/model.ts";
import { adamDefaults } from "../../models/net/adam.ts";
import { compileServing } from "../../models/net/compile-serving.ts";
import { fitNet } from "../../models/net/fit-net.ts";
import { dense } from "../../models/net/layers/dense.ts";
import { dropout } from "../../models/net/layers/dropout.ts";
import { watchDefaults } from "../../models/net/learning-watch.ts";
import { meanSquaredError } from "../../models/net/losses.ts";
import type { Net } from "../../models/net/net.ts";
import { input } from "../../models/net/operations.ts";
import { floats, numbersOf, openSession, type Tensors } from "../../models/net/session.ts";
import type { TrainingData } from "../../models/net/train-epochs.ts";
import type { Weights } from "../../models/net/training-state.ts";

const defaults = { epochs: 4, learningRate: 0.01, batchSize: 16, distance: "absolute", threads: 1 };

/**
 * A small net on the features of a row, with dropout, so that steps draw numbers. TWINSTREAM_SIGNAL=SIGKILL@30 sends its process that signal before
 * its 30th step.
 */
export const smallNet: Learner<typeof defaults> = {
  kind: "small-net",
  learnsFrom: "features",
  defaults,
  async fit(rows, { epochs, learningRate, batchSize }, run) {
    const net = netFor(rows.names.length);
    const weights = await fitNet(
      {
        name: "small-net",
        netFor: () => net,
        sizes: [1],
        data: {
          count: rows.count,
          lengthOf: () => 1,
          batch: signalling((examples) => ({ inputs: inputsOf(rows, examples) })),
        },
        validate: (learned) => meanError(net, learned, run.validation),
        settings: {
          adam: adamDefaults,
          epochs,
          learningRate,
          batchSize,
          pool: 1,
          watch: { ...watchDefaults, patience: epochs },
        },
      },
      run,
    );
    return modelOf(compileServing(net, weights), rows);
  },
  load: async (files) => modelOf(files["model.onnx"]!, { labelMin: 1, labelMax: 3 }),
};

/** Adds it to the learners of this process; gives what takes it away again. */
export function addSmallNet(): () => void {
  Object.assign(learners, { [smallNet.kind]: smallNet });
  return () => Reflect.deleteProperty(learners, smallNet.kind);
}

function signalling(batch: TrainingData["batch"]): TrainingData["batch"] {
  const [signal, step] = process.env.TWINSTREAM_SIGNAL?.split("@") ?? [];
  let steps = 0;
  return (examples, size) => {
    steps += 1;
    if (steps === Number(step)) process.kill(process.pid, signal);
    return batch(examples, size);
  };
}

function netFor(width: number): Net {
  return {
    outputs(build) {
      const features = input("features", ["batch", width], "float32");
      const hidden = dropout(build, dense(build, "hidden", features, { units: 8, activation: "tanh" }), 0.2);
      return { score: dense(build, "score", hidden, { units: 1 }) };
    },
    loss: ({ score }) => meanSquaredError(score!, input("grade", ["batch", 1], "float32")),
  };
}

function inputsOf(rows: TrainingRows, examples: Int32Array): Tensors {
  const grades = Float32Array.from(examples, (row) => rows.grades[row]!);
  return { features: featuresOf(rows, examples), grade: floats(grades, [examples.length, 1]) };
}

function featuresOf({ values, names }: FeatureRows, examples: Int32Array): Tensors[string] {
  const width = names.length;
  const rows = Array.from(examples, (row) => [...values.subarray(row * width, (row + 1) * width)]);
  const numbers = rows.flat().map((value) => (Number.isNaN(value) ? 0 : value));
  return floats(numbers, [examples.length, width]);
}

async function scoresOf(graph: Uint8Array, rows: FeatureRows): Promise<Float32Array> {
  const session = await openSession(graph);
  const { score } = await session.run({
    features: featuresOf(
      rows,
      Int32Array.from({ length: rows.count }, (_, i) => i),
    ),
  });
  await session.close();
  return numbersOf(score!);
}

async function meanError(net: Net, weights: Weights, rows: TrainingRows): Promise<number> {
  const scores = await scoresOf(compileServing(net, weights), rows);
  return scores.reduce((sum, score, row) => sum + (score - rows.grades[row]!) ** 2, 0) / rows.count;
}

function modelOf(graph: Uint8Array, { labelMin, labelMax }: Pick<TrainingRows, "labelMin" | "labelMax">): Model {
  return {
    kind: "small-net",
    scoreMin: labelMin,
    scoreMax: labelMax,
    score: async (rows) => (await scoresOf(graph, rows)).map((score) => Math.max(labelMin, Math.min(labelMax, score))),
    save: () => ({ "model.onnx": graph }),
    close: async () => {},
  };
}
