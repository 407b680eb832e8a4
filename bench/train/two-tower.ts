import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { adamDefaults } from "../../models/net/adam.ts";
import { orderBatches } from "../../models/net/batch-order.ts";
import type { Tensor } from "../../models/net/session.ts";
import type { TrainingData } from "../../models/net/train-epochs.ts";
import { newState } from "../../models/net/training-state.ts";
import { type Batch, openTrainingStep } from "../../models/net/training-step.ts";
import { seededRandom } from "../../models/random.ts";
import { examplesOf } from "../../models/two-tower/examples.ts";
import { ItemTable } from "../../models/two-tower/item-table.ts";
import { plainReader as reader } from "../../models/two-tower/text-reader.ts";
import { twoTowerDefaults as config } from "../../models/two-tower/two-tower-config.ts";
import { formOf } from "../../models/two-tower/two-tower-model.ts";
import { type TowerForm, trainingNet } from "../../models/two-tower/two-tower-net.ts";
import { inTemporaryFolder } from "../support/temporary-folder.ts";
import { type Contestant, compete, timed } from "./contest.ts";
import { peerPython, peersMissing, startPeer } from "./peers.ts";
import { openPublished, type Pairs, pairsOf } from "./published-towers.ts";
import { namesOfShop, towerShop } from "./tower-shop.ts";

const batchesPerRound = 20;

/** What a round trains: batches that are drawn beforehand, and how they are drawn. */
interface Task {
  readonly form: TowerForm;
  readonly data: TrainingData;
  readonly places: readonly Int32Array[];
  readonly batches: readonly Batch[];
  /** What the published net learns from. */
  readonly pairs: readonly Pairs[];
}

/**
 * The two-tower net with its usual settings, and the published net (pairs, no history, no queries), batch 512: ms per training step beside the same nets in
 * Keras on the same batches, the published one by `fit`, each on one and two threads.
 */
export async function twoTowerBench(): Promise<void> {
  const task = await readTask();
  await inTemporaryFolder(async (folder) => {
    const ours = [await openOurs(task, 1), await openOurs(task, 2), await openOurs(task, 2, true)];
    for (const threads of [1, 2]) ours.push(await openPublished(task.form, config, task.pairs, threads));
    if (peerPython() === undefined) process.stdout.write(peersMissing);
    await compete("two-tower", [...ours, ...(await startPeers(task, folder))]);
  });
}

async function readTask(): Promise<Task> {
  const shop = towerShop();
  const names = namesOfShop(shop, config.buckets);
  const data = examplesOf(shop, await ItemTable.of(shop.items, names, reader), names.users, config, 1);
  const { batchSize } = config;
  const order = orderBatches(data.count, () => 1, { batchSize, pool: 1 }, seededRandom(1));
  // the first choices have no history yet, and an epoch has all
  const places = order.filter(({ length }) => length === batchSize).slice(0, batchesPerRound);
  const batches = places.map((batch) => data.batch(batch, 1));
  return { form: formOf({ config, names, reader }), data, places, batches, pairs: pairsOf(batches, batchSize) };
}

async function openOurs({ form, data, places, batches }: Task, threads: number, draws = false): Promise<Contestant> {
  const { clipNorm, learningRate } = config;
  const step = await openTrainingStep(trainingNet(form, config), { adam: adamDefaults, clipNorm }, { threads });
  const state = newState(step.plan, 1);
  return {
    name: draws ? "Twinstream, drawing each batch" : "Twinstream",
    threads,
    round: () =>
      timed(batches.length, async () => {
        for (const [place, batch] of batches.entries())
          await step.run(state, draws ? data.batch(places[place]!, 1) : batch, learningRate);
      }),
    close: step.close,
  };
}

async function startPeers(task: Task, folder: string): Promise<readonly Contestant[]> {
  if (peerPython() === undefined) return [];
  const file = join(folder, "two-tower.json");
  writeTask(file, task);
  const started: Contestant[] = [];
  for (const net of ["same", "published"])
    for (const threads of [1, 2]) started.push(await startPeer("two_tower_keras.py", file, threads, [net]));
  return started;
}

/** Writes the sizes of the net as JSON, with where each array of the batches lies in FILE.bin. */
function writeTask(file: string, { form, batches, pairs }: Task): void {
  const bytes: Uint8Array[] = [];
  let from = 0;
  const place = ({ type, dims, data }: Pick<Tensor, "type" | "dims" | "data">) => {
    const own = data as Float32Array | Int32Array;
    bytes.push(new Uint8Array(own.buffer, own.byteOffset, own.byteLength));
    from += own.byteLength;
    return { type, shape: dims, from: from - own.byteLength };
  };
  const arrays = batches.map(({ inputs, rows = {} }) => ({
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, place(tensor)])),
    rows: Object.fromEntries(
      Object.entries(rows).map(([name, data]) => [name, place({ type: "int32", dims: [data.length], data })]),
    ),
  }));
  const listed = pairs.map(({ ids, text, chosen }) => ({
    ...Object.fromEntries(
      Object.entries(ids).map(([name, data]) => [name, place({ type: "int32", dims: [data.length], data })]),
    ),
    text: place({ type: "float32", dims: [chosen.length, text.length / chosen.length], data: text }),
    chosen: place({ type: "float32", dims: [chosen.length], data: chosen }),
  }));
  const { l2, vectorL2, learningRate } = config;
  writeFileSync(file, JSON.stringify({ form, l2, vectorL2, learningRate, batches: arrays, pairs: listed }));
  writeFileSync(`${file}.bin`, Buffer.concat(bytes));
}
