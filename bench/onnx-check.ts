import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compileServing } from "../models/net/compile-serving.ts";
import type { Net } from "../models/net/net.ts";
import { floats, openSession, type Tensor, type Tensors } from "../models/net/session.ts";
import { newState, type Weights, weightsOf } from "../models/net/training-state.ts";
import { openTrainingStep } from "../models/net/training-step.ts";
import { seededRandom } from "../models/random.ts";
import { exportTrees } from "../models/trees/onnx-trees.ts";
import { predictTrees } from "../models/trees/tree-ensemble.ts";
import { checkedHybrids } from "./onnx-check/hybrids.ts";
import { type CheckedNet, checkedNets } from "./onnx-check/nets.ts";
import { checkedTowers } from "./onnx-check/towers.ts";
import { type CheckedTrees, checkedTrees } from "./onnx-check/trees.ts";
import { inTemporaryFolder } from "./support/temporary-folder.ts";

const howTo = `skipped: it needs a Python with onnx and onnxruntime, named by TWINSTREAM_BENCH_PYTHON:
  python3 -m venv bench/onnx-check/.venv && bench/onnx-check/.venv/bin/pip install -r bench/onnx-check/requirements.txt
  TWINSTREAM_BENCH_PYTHON=bench/onnx-check/.venv/bin/python npm run bench -- onnx-check
`;

/** Whether exported nets and trees pass onnx.checker, load in Python's onnxruntime and give there what they give here. Ends with 1 when one doesn't. */
export async function onnxCheck(): Promise<void> {
  const python = process.env.TWINSTREAM_BENCH_PYTHON;
  if (!python) {
    process.stdout.write(howTo);
    return;
  }
  await inTemporaryFolder(async (folder) => {
    const nets = { ...checkedNets, ...(await checkedTowers()), ...checkedHybrids() };
    for (const [name, checked] of Object.entries(nets)) await writeNet(join(folder, name), checked);
    for (const [name, checked] of Object.entries(checkedTrees)) writeTrees(join(folder, name), checked);
    const { status, error } = spawnSync(python, [resolve("bench/onnx-check/check.py"), folder], { stdio: "inherit" });
    if (error) throw new Error(`TWINSTREAM_BENCH_PYTHON: ${python} can't be started`, { cause: error });
    if (status !== 0) process.exitCode = 1;
  });
}

/** Writes the net as it is served, with what it is asked and what it answers. */
async function writeNet(path: string, { net, inputs }: CheckedNet): Promise<void> {
  const onnx = compileServing(net, await unevenWeights(net));
  const session = await openSession(onnx);
  const outputs = await session.run(inputs);
  await session.close();
  writeTrial(path, onnx, inputs, outputs);
}

/** Writes trees with rows, some of their values missing, and what the trees themselves answer. */
function writeTrees(path: string, { ensemble, rows }: CheckedTrees): void {
  const score = Float32Array.from(predictTrees(ensemble, rows));
  const inputs = { features: floats(rows, [score.length, ensemble.columns]) };
  writeTrial(path, exportTrees(ensemble), inputs, { score: floats(score, [score.length, 1]) });
}

function writeTrial(path: string, onnx: Uint8Array, inputs: Tensors, outputs: Tensors): void {
  writeFileSync(`${path}.onnx`, onnx);
  writeFileSync(`${path}.json`, JSON.stringify({ inputs: plain(inputs), outputs: plain(outputs) }));
}

/** Weights of which none is zero or one, so that none can stand in for another. */
async function unevenWeights(net: Net): Promise<Weights> {
  const step = await openTrainingStep(net);
  await step.close();
  const random = seededRandom(7);
  const start = weightsOf(step.plan, newState(step.plan, 1));
  return new Map([...start].map(([name, values]) => [name, values.map((value) => value + random.uniform() / 2)]));
}

function plain(tensors: Tensors) {
  const one = ({ type, dims, data }: Tensor) => ({
    type,
    shape: dims,
    values: Array.from(data as Float32Array | Int32Array),
  });
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, one(tensor)]));
}
