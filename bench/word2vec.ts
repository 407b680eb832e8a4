import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { number, textTable } from "../app/terminal/output.ts";
import { decodeVector } from "../models/embedding/vector-bytes.ts";
import type { TrainingRows } from "../models/model.ts";
import { parts } from "../models/splitting.ts";
import { cosinesOf, fitLine } from "../models/word2vec/cosine-line.ts";
import { createMeanEmbedder } from "../models/word2vec/mean-embedder.ts";
import { sentencesOf } from "../models/word2vec/sentences.ts";
import { trainWord2vec } from "../models/word2vec/train-word2vec.ts";
import { neighboursIn, startVectors, type WordVectors } from "../models/word2vec/word-vectors.ts";
import { word2vec } from "../models/word2vec/word2vec.ts";
import { importFile } from "../pipelines/replay/import-file.ts";
import { judgedEventsOf } from "../pipelines/training/judged-events.ts";
import { rowsOfPart } from "../pipelines/training/judged-rows.ts";
import { materialOfEvents } from "../pipelines/training/material.ts";
import { unattended } from "../pipelines/training/train.ts";
import { homeDepotFile, skipText } from "./home-depot.ts";
import { inTemporaryFolder } from "./support/temporary-folder.ts";

const python = process.env.TWINSTREAM_BENCH_PYTHON ?? "python3";
const rounds = 2;
const [comparedWords, comparedNeighbours] = [200, 10];
const config = word2vec.defaults;

/** Word vectors with how long they took. */
interface Run {
  readonly name: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly vectors: WordVectors;
}

type Sentences = ReturnType<typeof sentencesOf>;

/** Word vectors of the Home Depot queries and titles beside gensim's, of equal settings: time, neighbours, and RMSE of grades by cosine. */
export async function word2vecBench(): Promise<void> {
  if (!existsSync(homeDepotFile)) {
    process.stdout.write(skipText);
    return;
  }
  const { train, test } = await readRows();
  const sentences = sentencesOf(train.texts!);
  const ours = [await bestOf((seed) => trainOurs(sentences, seed), 1), await trainOurs(sentences, 2)] as const;
  const theirs = await gensimRuns(sentences, ours[0].vectors);
  const rows = [];
  for (const run of [...ours.slice(0, 1), ...theirs.slice(0, 2)]) {
    const error = number(await errorOf(run.vectors, train, test), 4);
    rows.push([run.name, number(run.seconds, 2), number(run.cpuSeconds, 2), error]);
  }
  process.stdout.write(`${textTable([["word2vec", "s", "CPU s", "rmse"], ...rows])}\n`);
  const words = sentences.reduce((sum, sentence) => sum + sentence.length, 0);
  process.stdout.write(
    `${number(words)} words, ${config.epochs} epochs, the best of ${rounds} rounds; RMSE of test grades by cosine, split by queries\n`,
  );
  process.stdout.write(`${overlapTable(ours, theirs)}\n`);
}

async function readRows(): Promise<{ readonly train: TrainingRows; readonly test: TrainingRows }> {
  const events = await judgedEventsOf(importFile({ path: homeDepotFile, preset: "home-depot" }));
  const { rows, partOfRow } = await materialOfEvents(events, { split: "queries", seed: 1 }, () => {});
  return { train: rowsOfPart(rows, partOfRow, parts.train), test: rowsOfPart(rows, partOfRow, parts.test) };
}

async function trainOurs(sentences: Sentences, seed: number): Promise<Run> {
  const [began, cpuBegan] = [performance.now(), process.cpuUsage()];
  const { signal, progress } = unattended;
  const vectors = await trainWord2vec(sentences, config, { seed, signal, progress });
  const { user, system } = process.cpuUsage(cpuBegan);
  const seconds = (performance.now() - began) / 1_000;
  return { name: "twinstream, 1 thread", seconds, cpuSeconds: (user + system) / 1e6, vectors };
}

async function bestOf(train: (seed: number) => Promise<Run>, seed: number): Promise<Run> {
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round++) runs.push(await train(seed));
  return best(runs);
}

/** The least of both times, which need not be of one round. */
function best(runs: readonly Run[]): Run {
  const seconds = Math.min(...runs.map((run) => run.seconds));
  return { ...runs[0]!, seconds, cpuSeconds: Math.min(...runs.map((run) => run.cpuSeconds)) };
}

/** gensim with one worker and with two, and with another seed; none where it can't be run. */
async function gensimRuns(sentences: Sentences, ours: WordVectors): Promise<readonly Run[]> {
  const kinds = [
    { name: "gensim, 1 worker", workers: 1, seed: 1 },
    { name: "gensim, 2 workers", workers: 2, seed: 1 },
    { name: "gensim, 1 worker, seed 2", workers: 1, seed: 2 },
  ];
  const wanted = kinds.flatMap((kind, i) => Array.from({ length: i < 2 ? rounds : 1 }, () => kind));
  return inTemporaryFolder(async (folder) => {
    const runs = wanted.map(({ workers, seed }, i) => ({ name: String(i), workers, seed, settings: gensimSettings }));
    await writeFile(join(folder, "sentences.txt"), sentences.map((words) => `${words.join(" ")}\n`).join(""));
    await writeFile(join(folder, "runs.json"), JSON.stringify(runs));
    const times = await runGensim(folder);
    if (times === undefined) return [];
    const trained: Run[] = [];
    for (const [i, { name }] of wanted.entries()) {
      trained.push({ name, ...times[i]!, vectors: await readGensim(join(folder, String(i)), ours) });
    }
    return kinds.map(({ name }) => best(trained.filter((run) => run.name === name)));
  });
}

const gensimSettings = {
  vector_size: config.dimensions,
  window: config.window,
  negative: config.negatives,
  ns_exponent: config.noiseExponent,
  sample: config.subsample,
  alpha: config.learningRate,
  min_alpha: config.lastLearningRate,
  min_count: config.minCount,
  epochs: config.epochs,
};

async function runGensim(folder: string): Promise<readonly Pick<Run, "seconds" | "cpuSeconds">[] | undefined> {
  try {
    const { stdout } = await promisify(execFile)(python, [resolve("bench/word2vec_gensim.py"), folder]);
    return JSON.parse(stdout);
  } catch (error) {
    const said = (error as Error).message.trim().split("\n").at(-1);
    process.stdout.write(
      `without gensim: ${said}; name a Python that has it with TWINSTREAM_BENCH_PYTHON (pip install gensim)\n`,
    );
    return undefined;
  }
}

/** gensim's vectors in the order of our words, which are the same. */
async function readGensim(path: string, ours: WordVectors): Promise<WordVectors> {
  const words = (await readFile(`${path}.words`, "utf8")).split("\n");
  const vectors = decodeVector(new Uint8Array(await readFile(`${path}.vectors`)));
  const theirs = { ...ours, words: words.map((word) => [word, 1] as const), vectors };
  if (words.length !== ours.words.length) throw new Error(`gensim has ${words.length} words, not ${ours.words.length}`);
  return {
    ...ours,
    vectors: startVectors(
      theirs,
      ours.words.map(([word]) => word),
    ),
  };
}

/** RMSE of the grades of the test rows, by the line from cosine to grade of the training rows. */
async function errorOf(vectors: WordVectors, train: TrainingRows, test: TrainingRows): Promise<number> {
  const embedder = createMeanEmbedder(vectors);
  const { intercept, slope } = fitLine(await cosinesOf(embedder, train.texts!), train.grades);
  let squares = 0;
  for (const [row, value] of (await cosinesOf(embedder, test.texts!)).entries()) {
    const score = Math.max(test.labelMin, Math.min(test.labelMax, intercept + slope * value));
    squares += (score - test.grades[row]!) ** 2;
  }
  return Math.sqrt(squares / test.count);
}

function overlapTable([ours, otherSeed]: readonly [Run, Run], theirs: readonly Run[]): string {
  const row = (what: string, one: Run, other: Run) => [what, number(100 * overlap(one.vectors, other.vectors), 1)];
  const rows = [row("twinstream, two seeds", ours, otherSeed)];
  const [first, twoWorkers, second] = theirs;
  if (first && twoWorkers && second) {
    rows.push(row("twinstream and gensim", ours, first));
    rows.push(row("gensim, two seeds", first, second), row("gensim, one worker and two", first, twoWorkers));
  }
  return textTable([
    [`the same ${comparedNeighbours} neighbours of the ${comparedWords} most frequent words`, "%"],
    ...rows,
  ]);
}

/** Which share of a word's nearest neighbours two models have in common, on average over the most frequent words. */
function overlap(one: WordVectors, other: WordVectors): number {
  const near = [one, other].map(neighboursIn);
  const shares = one.words.slice(0, comparedWords).map(([word]) => {
    const [first, second] = near.map((find) => new Set(find(word, comparedNeighbours)!.map((found) => found.word)));
    return [...first!].filter((found) => second!.has(found)).length / comparedNeighbours;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
