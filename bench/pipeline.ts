import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { number, textTable } from "../app/terminal/output.ts";
import { findDataFolder } from "../connectors/files/data-folder.ts";
import { openModelFolder } from "../connectors/files/model-folder.ts";
import { learners } from "../models/learners.ts";
import { loadLiveModel } from "../pipelines/live-models.ts";
import { importFile } from "../pipelines/replay/import-file.ts";
import { judgedEventsOf } from "../pipelines/training/judged-events.ts";
import { homeDepotFile, skipText } from "./home-depot.ts";
import { stageCosts } from "./support/stage-costs.ts";
import { steadyRate, watchScores } from "./support/steady-rate.ts";

const main = resolve(import.meta.dirname, "../program/main.js");
const wantedRowsPerSecond = 6_000;
const wantedMemoryMb = 600;

/** Whether a word names a kind of model that can be the champion of the replays. */
export function isChampionWord(word: string): boolean {
  return Object.hasOwn(learners, word);
}

/**
 * The Home Depot rows as labelled events through every stage into the tables, scored by a champion of each kind named, of a ridge where none is: rows a
 * second of the whole command, from its start to its end, and once it is under way, and the most memory it held; and what each stage costs. Skipped by name where the file is not there.
 */
export async function pipelineBench(words: readonly string[]): Promise<void> {
  if (!existsSync(homeDepotFile)) {
    process.stdout.write(skipText);
    return;
  }
  const kinds = words.length > 0 ? words : ["ridge"];
  for (const kind of kinds) {
    const data = mkdtempSync(join(tmpdir(), "twinstream-bench-"));
    try {
      spawnSync(process.execPath, [main, "train", kind, "--from", homeDepotFile, ...common(data)], { stdio: "ignore" });
      await benchChampion(kind, data);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  }
}

async function benchChampion(kind: string, trained: string): Promise<void> {
  const rows = [];
  for (const [name, words] of Object.entries(variants)) rows.push([name, ...(await measure(trained, words))]);
  const head = [
    `home-depot, all stages, tables, ${kind}`,
    "rows",
    "seconds",
    "rows/s",
    "steady rows/s",
    "peak MB",
    "MB at a third",
    "MB at the end",
  ];
  process.stdout.write(
    `${textTable([head, ...rows])}\nwanted: at least ${number(wantedRowsPerSecond)} rows/s and below ${wantedMemoryMb} MB; steady is from a fifth scored to all recorded\n\n`,
  );
  await printCosts(kind, trained);
}

const costedEvents = 4_000;
/** What lies between a search and its scores; the other stages come after the answer. */
const scorePath: ReadonlySet<string> = new Set(["tokenize", "embed", "score"]);

/** What stages cost once everything is warm: the second time that the same events go through. */
async function printCosts(kind: string, trained: string): Promise<void> {
  const events = await judgedEventsOf(importFile({ path: homeDepotFile, preset: "home-depot" }));
  const { models } = await findDataFolder(trained);
  const live = await loadLiveModel(openModelFolder(models), `${kind}-1`);
  const costed = events.slice(0, costedEvents);
  const pairs = costed.reduce((sum, { products }) => sum + products.length, 0);
  await stageCosts(live, costed);
  const costs = [...(await stageCosts(live, costed))];
  await live.model.close();
  const total = costs.reduce((sum, [, ms]) => sum + ms, 0);
  const rows = [...costs, ["together", total] as const].map(([name, ms]) => [
    name,
    number((ms * 1000) / pairs, 1),
    number((pairs * 1000) / ms),
  ]);
  process.stdout.write(
    `${textTable([[`stage, hop by hop, ${kind}`, "ms a 1,000 pairs", "pairs/s on one core"], ...rows])}\n`,
  );
  const path = costs.reduce((sum, [name, ms]) => (scorePath.has(name) ? sum + ms : sum), 0);
  const onOne = (pairs * 1000) / path;
  process.stdout.write(
    `score path (tokenize, embed, score): ${number(onOne)} pairs/s on one core, ${number(2 * onOne)} on two that do nothing else\n`,
  );
}

function common(data: string): readonly string[] {
  return ["--preset", "home-depot", "--data", data];
}

const variants = {
  "fused, 1 worker": ["--workers", "1"],
  "fused, 2 workers": ["--workers", "2"],
  "hop by hop, 1 worker": ["--workers", "1", "--no-fused"],
  "hop by hop, 2 workers": ["--workers", "2", "--no-fused"],
} as const;

/** Replays into a fresh copy of the data folder that has the champion. */
async function measure(trained: string, words: readonly string[]): Promise<readonly string[]> {
  const data = mkdtempSync(join(tmpdir(), "twinstream-bench-"));
  try {
    cpSync(trained, data, { recursive: true });
    const began = performance.now();
    const recorded = watchScores(data);
    const replay = watched([main, "replay", homeDepotFile, ...common(data), ...words, "--json"]);
    const { output, memory } = await replay.finally(() => recorded.end());
    const seconds = (performance.now() - began) / 1000;
    const marks = await recorded.end();
    const { rows } = JSON.parse(output) as { rows: number };
    const third = memory[Math.floor(memory.length / 3)] ?? 0;
    return [
      number(rows),
      number(seconds, 1),
      number(rows / seconds),
      number(steadyRate(marks, rows)),
      number(Math.max(...memory)),
      number(third),
      number(memory.at(-1) ?? 0),
    ];
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Runs a command; gives its standard output, and its resident memory in MB every quarter of a second, as `ps` tells it. */
function watched(words: readonly string[]): Promise<{ output: string; memory: readonly number[] }> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
    const memory: number[] = [];
    let output = "";
    const timer = setInterval(() => {
      const { stdout } = spawnSync("ps", ["-o", "rss=", "-p", String(child.pid)], { encoding: "utf8" });
      const kilobytes = Number(stdout);
      if (kilobytes > 0) memory.push(kilobytes / 1024);
    }, 250);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.once("error", failed);
    child.once("exit", (code) => {
      clearInterval(timer);
      if (code === 0) done({ output, memory });
      else failed(new Error(`the command ended with ${code}: ${words.join(" ")}`));
    });
  });
}
