import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { orderBatches } from "../../models/net/batch-order.ts";
import { packSequences } from "../../models/net/pack-sequences.ts";
import { floats } from "../../models/net/session.ts";
import { openStepBuckets } from "../../models/net/step-buckets.ts";
import { newState } from "../../models/net/training-state.ts";
import { seededRandom } from "../../models/random.ts";
import { homeDepotFile, skipText } from "../home-depot.ts";
import { inTemporaryFolder } from "../support/temporary-folder.ts";
import { type Contestant, compete, timed } from "./contest.ts";
import { peerPython, peersMissing, startPeer } from "./peers.ts";
import { wordNet } from "./word-net.ts";
import { readWordPairs, type WordPairs } from "./word-pairs.ts";

const batchSize = 64;
const batchesPerRound = 100;
const sizes = [6, 8, 10, 12, 14, 16, 20, 24, 32, 50];

/** What a round trains: batches of rows, by like length. The peers read it as JSON. */
interface Task extends WordPairs {
  readonly batches: readonly (readonly number[])[];
}

/** The word Siamese LSTM, batch 64: ms per training step beside PyTorch (packed, batches of like length, sparse Adam) and Keras `fit` (padded to 50), each on one and two threads. */
export function wordLstmBench(): Promise<void> {
  return trainWords(false);
}

/** The same with two reading directions. */
export function wordBilstmBench(): Promise<void> {
  return trainWords(true);
}

async function trainWords(isBidirectional: boolean): Promise<void> {
  if (!existsSync(homeDepotFile)) {
    process.stdout.write(skipText);
    return;
  }
  const task = await readTask();
  const title = isBidirectional ? "word BiLSTM" : "word LSTM";
  await inTemporaryFolder(async (folder) => {
    const ours = [await openOurs(task, isBidirectional, 1), await openOurs(task, isBidirectional, 2)];
    if (peerPython() === undefined) process.stdout.write(peersMissing);
    await compete(title, [...ours, ...(await startPeers(task, isBidirectional, folder))]);
  });
}

async function readTask(): Promise<Task> {
  const pairs = await readWordPairs();
  const longest = (row: number) => Math.max(pairs.query[row]!.length, pairs.product[row]!.length);
  const batches = orderBatches(pairs.grade.length, longest, { batchSize, pool: 20 }, seededRandom(1));
  const full = batches.filter((batch) => batch.length === batchSize);
  return { ...pairs, batches: full.slice(0, batchesPerRound).map((batch) => [...batch]) };
}

async function startPeers(task: Task, isBidirectional: boolean, folder: string): Promise<readonly Contestant[]> {
  if (peerPython() === undefined) return [];
  const file = join(folder, "word-pairs.json");
  writeFileSync(file, JSON.stringify(task));
  const started: Contestant[] = [];
  for (const script of ["word_lstm_torch.py", "word_lstm_keras.py"]) {
    for (const threads of [1, 2]) {
      started.push(await startPeer(script, file, threads, [isBidirectional ? "bilstm" : "lstm"]));
    }
  }
  return started;
}

async function openOurs(task: Task, isBidirectional: boolean, threads: number): Promise<Contestant> {
  const netFor = (steps: number) => wordNet(task.words, isBidirectional, steps);
  const buckets = await openStepBuckets(netFor, sizes, undefined, { threads });
  const state = newState(buckets.plan, 1);
  const learn = async (rows: readonly number[]) => {
    const texts = { query: rows.map((row) => task.query[row]!), product: rows.map((row) => task.product[row]!) };
    const size = buckets.sizeFor(Math.max(...Object.values(texts).flatMap((list) => list.map((text) => text.length))));
    const { inputs, rows: touched } = packSequences(texts, size, "words/vectors");
    const grade = floats(
      rows.map((row) => task.grade[row]!),
      [rows.length, 1],
    );
    const step = await buckets.step(size);
    await step.run(state, { inputs: { ...inputs, grade }, ...(touched && { rows: touched }) }, 1e-3);
  };
  return {
    name: "Twinstream",
    threads,
    round: () =>
      timed(task.batches.length, async () => {
        for (const batch of task.batches) await learn(batch);
      }),
    close: buckets.close,
  };
}
