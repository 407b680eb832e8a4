import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { number, textTable } from "../app/terminal/output.ts";
import { seededRandom } from "../models/random.ts";
import { parts } from "../models/splitting.ts";
import { boostTrees } from "../models/trees/boosting.ts";
import { type ForestRows, growForest } from "../models/trees/forest.ts";
import { squaredError } from "../models/trees/objectives.ts";
import { predictTrees, type TreeEnsemble } from "../models/trees/tree-ensemble.ts";
import { importFile } from "../pipelines/replay/import-file.ts";
import { judgedEventsOf } from "../pipelines/training/judged-events.ts";
import { rowsOfPart } from "../pipelines/training/judged-rows.ts";
import { materialOfEvents } from "../pipelines/training/material.ts";
import { homeDepotFile, skipText } from "./home-depot.ts";
import { inTemporaryFolder } from "./support/temporary-folder.ts";
import { machine } from "./train/contest.ts";
import { peerPython, peersMissing } from "./train/peers.ts";

/** Rows to learn from and rows to err on. */
interface Task {
  readonly name: string;
  readonly train: ForestRows;
  readonly test: ForestRows;
}

/** An ensemble that was trained: by whom, how long it took, and how far it is off. */
interface Training {
  readonly task: string;
  readonly name: string;
  readonly threads: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly rmse: number;
}

const threadCounts = [1, 2];
const { POSITIVE_INFINITY: noEnd } = Number;
const whole = { depth: noEnd, minGain: 0, l2: 0, thresholds: "best", columnsPerTree: 1, columnsPerNode: 1 } as const;
const boosting = { ...whole, objective: squaredError, learningRate: 0.05, rowShare: 1, patience: noEnd, minRows: 20 };
const forest = { ...whole, trees: 100, bootstrap: true, leaves: noEnd, minRows: 5, columnsPerNode: 1 / 3 };

type Learn = (
  rows: ForestRows,
  run: { seed: number; threads: number; signal: AbortSignal },
) => Promise<{ ensemble: TreeEnsemble }>;

/** Every ensemble by the name that `trees_peers.py` gives its own. */
const learners: Readonly<Record<string, Learn>> = {
  "boosting 500 x 31": (rows, run) => boostTrees(rows, { ...boosting, rounds: 500, leaves: 31 }, run),
  "boosting 100 x 255": (rows, run) => boostTrees(rows, { ...boosting, rounds: 100, leaves: 255 }, run),
  "random forest 100": (rows, run) => growForest(rows, forest, run),
  "extra trees 100": (rows, run) => growForest(rows, { ...forest, bootstrap: false, thresholds: "random" }, run),
};

/** Boosting and forests beside LightGBM and scikit-learn, on one and two threads: seconds and RMSE on rows held back, of drawn rows and of Home Depot. */
export async function treesBench(): Promise<void> {
  const tasks = [drawnTask()];
  if (existsSync(homeDepotFile)) tasks.push(await homeDepotTask());
  else process.stdout.write(skipText);
  for (const task of tasks) await compare(task);
}

async function compare(task: Task): Promise<void> {
  const trainings: Training[] = [];
  for (const threads of threadCounts) {
    for (const [name, learn] of Object.entries(learners)) trainings.push(await trainOurs(task, name, learn, threads));
    if (peerPython() !== undefined) trainings.push(...(await trainTheirs(task, threads)));
  }
  const rows = Object.keys(learners).flatMap((name) => trainings.filter((each) => each.task === name).map(rowOf));
  const title = `${task.name}, ${number(task.train.count)} x ${task.train.columns}`;
  process.stdout.write(`${textTable([[title, "by", "threads", "s", "CPU s", "rmse"], ...rows])}\n${machine()}\n`);
  if (peerPython() === undefined) process.stdout.write(peersMissing);
}

function rowOf({ task, name, threads, seconds, cpuSeconds, rmse }: Training): readonly string[] {
  return [task, name, number(threads), number(seconds, 2), number(cpuSeconds, 2), number(rmse, 4)];
}

async function trainOurs({ train, test }: Task, task: string, learn: Learn, threads: number): Promise<Training> {
  const [began, used] = [performance.now(), process.cpuUsage()];
  const { ensemble } = await learn(train, { seed: 1, threads, signal: new AbortController().signal });
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(used);
  const squares = predictTrees(ensemble, test.values).reduce(
    (sum, score, i) => sum + (score - test.targets[i]!) ** 2,
    0,
  );
  const rmse = Math.sqrt(squares / test.count);
  return { task, name: "Twinstream", threads, seconds, cpuSeconds: (user + system) / 1e6, rmse };
}

function trainTheirs({ train, test }: Task, threads: number): Promise<readonly Training[]> {
  return inTemporaryFolder(async (folder) => {
    for (const [part, { values, targets }] of Object.entries({ train, test })) {
      await writeFile(join(folder, `${part}.values`), values);
      await writeFile(join(folder, `${part}.targets`), targets);
    }
    const words = [resolve("bench/trees_peers.py"), folder, String(train.columns), String(threads)];
    const { stdout } = await promisify(execFile)(peerPython()!, words);
    return stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Training);
  });
}

/** As many rows and columns as the mark is set on: shares, small counts and grades in turn, of which a few say what is wanted. */
function drawnTask(): Task {
  const random = seededRandom(1);
  const columns = 60;
  const draw = (count: number): ForestRows => {
    const values = new Float32Array(count * columns);
    const targets = new Float32Array(count);
    for (let row = 0; row < count; row++) {
      const at = row * columns;
      for (let column = 0; column < columns; column++) {
        const share = random.uniform();
        values[at + column] = [Math.floor(share * share * 12), share, Math.floor(share * 60) / 60][column % 3]!;
      }
      const [a, b, c, d, e, f] = values.subarray(at, at + 6) as unknown as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      targets[row] = Math.sin(3 * b) + (a > 3 ? 0.5 : 0) * e + c * f + 0.1 * d + 0.3 * (random.uniform() - 0.5);
    }
    return { values, targets, count, columns };
  };
  return { name: "drawn rows", train: draw(59_653), test: draw(6_000) };
}

/** The tenth that is held back by rows, and all others to learn from. */
async function homeDepotTask(): Promise<Task> {
  const events = await judgedEventsOf(importFile({ path: homeDepotFile, preset: "home-depot" }));
  const { rows, partOfRow } = await materialOfEvents(events, { split: "rows", seed: 1 }, () => {});
  const learned = partOfRow.map((part) => (part === parts.test ? parts.test : parts.train));
  const [train, test] = [parts.train, parts.test].map((part) => {
    const { values, grades, count, names } = rowsOfPart(rows, learned, part);
    return { values, targets: grades, count, columns: names.length };
  });
  return { name: "Home Depot", train: train!, test: test! };
}
