import { existsSync } from "node:fs";
import { number, textTable } from "../app/terminal/output.ts";
import { systemClock } from "../connectors/clock.ts";
import { learners } from "../models/learners.ts";
import { importFile } from "../pipelines/replay/import-file.ts";
import { judgedEventsOf } from "../pipelines/training/judged-events.ts";
import { materialOfEvents } from "../pipelines/training/material.ts";
import { trainModel, unattended } from "../pipelines/training/train.ts";
import type { LabelledEvent } from "../schemas/generated/events.ts";
import { homeDepotFile, skipText } from "./home-depot.ts";

const seeds = [1, 2, 3];

/** Every kind of model on the Home Depot rows, split by rows and by queries, three seeds: RMSE, MAE and NDCG@10 on the tenth that was held back. */
export async function qualityBench(): Promise<void> {
  if (!existsSync(homeDepotFile)) {
    process.stdout.write(skipText);
    return;
  }
  const events = await judgedEventsOf(importFile({ path: homeDepotFile, preset: "home-depot" }));
  const rows = [];
  for (const kind of Object.keys(learners)) {
    const [seen, unseen] = [await figuresOf(kind, "rows", events), await figuresOf(kind, "queries", events)];
    rows.push([kind, ...seen, ...unseen]);
  }
  const head = ["model", "rmse, rows", "mae", "ndcg@10", "rmse, queries", "mae", "ndcg@10"];
  process.stdout.write(
    `${textTable([head, ...rows])}\ntest rows of ${seeds.length} seeds: mean ± standard deviation; "rows" has met the query of most, "queries" of none\n`,
  );
}

async function figuresOf(
  kind: string,
  split: "rows" | "queries",
  events: readonly LabelledEvent[],
): Promise<readonly string[]> {
  const tests = [];
  for (const seed of seeds) {
    const plan = { ...unattended, kind, from: "home-depot", split, seed };
    const material = await materialOfEvents(events, plan, () => {});
    tests.push((await trainModel(material, plan, systemClock)).manifest.metrics.test);
  }
  return [
    spread(tests.map((test) => test.rmse)),
    spread(tests.map((test) => test.mae)),
    spread(tests.map((test) => test.ndcg10!)),
  ];
}

function spread(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return `${number(mean, 4)} ± ${number(Math.sqrt(variance), 4)}`;
}
