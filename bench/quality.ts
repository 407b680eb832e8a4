import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { number, textTable } from "../app/terminal/output.ts";
import { systemClock } from "../connectors/clock.ts";
import { learners } from "../models/learners.ts";
import { importFile } from "../pipelines/replay/import-file.ts";
import { keepEncodersIn } from "../pipelines/surroundings.ts";
import { judgedEventsOf } from "../pipelines/training/judged-events.ts";
import { materialOfEvents } from "../pipelines/training/material.ts";
import { trainModel, unattended } from "../pipelines/training/train.ts";
import type { LabelledEvent } from "../schemas/generated/events.ts";
import { type Manifest, type SplitBy, splitChoices } from "../schemas/manifest.ts";
import { homeDepotFile, skipText } from "./home-depot.ts";

type Trained = Omit<Manifest, "reference" | "files">;

const seeds = [1, 2, 3];
const usualSplits = ["rows", "queries"] as const;

/** The kinds that train within a minute on one thread. */
const quickKinds = [
  "mean",
  "fixed",
  "ridge",
  "linear-words",
  "linear-chars",
  "boosted-lexical",
] as const satisfies readonly (keyof typeof learners)[];

/** Whether a word names a kind of model whose quality can be measured, or a split. */
export function isQualityWord(word: string): boolean {
  return Object.hasOwn(learners, word) || isSplit(word);
}

function isSplit(word: string): word is SplitBy {
  return (splitChoices as readonly string[]).includes(word);
}

/**
 * Kinds of model on the Home Depot rows, split by rows and by queries, three seeds: RMSE, MAE and NDCG@10 on the tenth that was held back, and the
 * seconds of a training. Without kinds those that train quickly; one split alone where it is named.
 */
export async function qualityBench(words: readonly string[]): Promise<void> {
  if (!existsSync(homeDepotFile)) {
    process.stdout.write(skipText);
    return;
  }
  const named = words.filter((word) => !isSplit(word));
  const kinds: readonly string[] = named.length > 0 ? named : quickKinds;
  const chosen = words.some(isSplit) ? words.filter(isSplit) : usualSplits;
  keepEncodersIn(join(tmpdir(), "twinstream-bench-quality"));
  const events = await judgedEventsOf(importFile({ path: homeDepotFile, preset: "home-depot" }));
  const trained: Trained[] = [];
  for (const split of chosen) {
    for (const seed of seeds) trained.push(...(await trainEach(kinds, split, seed, events)));
  }
  const columns = chosen.flatMap((split) => [`rmse, ${split}`, "mae", "ndcg@10", "seconds"]);
  process.stdout.write(
    `${textTable([["model", ...columns], ...kinds.map((kind) => rowOf(kind, chosen, trained))])}\ntest rows of ${seeds.length} seeds: mean ± standard deviation; "rows" has met the query of most, "queries" of none\n`,
  );
}

async function trainEach(
  kinds: readonly string[],
  split: SplitBy,
  seed: number,
  events: readonly LabelledEvent[],
): Promise<readonly Trained[]> {
  const plan = { ...unattended, from: "home-depot", split, seed };
  const material = await materialOfEvents(events, plan, () => {});
  const trained: Trained[] = [];
  for (const kind of kinds) {
    const { manifest } = await trainModel(material, { ...plan, kind }, systemClock);
    const [rmse, seconds] = [number(manifest.metrics.test.rmse, 4), number(manifest.trainingMs / 1000, 1)];
    process.stderr.write(`${kind}, ${split}, seed ${seed}: rmse ${rmse}, ${seconds} s\n`);
    trained.push(manifest);
  }
  return trained;
}

function rowOf(kind: string, chosen: readonly SplitBy[], trained: readonly Trained[]): readonly string[] {
  const figures = chosen.flatMap((split) => {
    const runs = trained.filter((run) => run.kind === kind && run.data.split === split);
    const tests = runs.map((run) => run.metrics.test);
    return [
      spread(tests.map((test) => test.rmse)),
      spread(tests.map((test) => test.mae)),
      spread(tests.map((test) => test.ndcg10!)),
      spread(
        runs.map((run) => run.trainingMs / 1000),
        1,
      ),
    ];
  });
  return [kind, ...figures];
}

function spread(values: readonly number[], digits = 4): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return `${number(mean, digits)} ± ${number(Math.sqrt(variance), digits)}`;
}
