import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { number, textTable } from "../app/terminal/output.ts";
import { homeDepotFile, skipText } from "./home-depot.ts";

const main = resolve(import.meta.dirname, "../app/main.js");
const wantedRowsPerSecond = 6_000;
const wantedMemoryMb = 600;

/**
 * The Home Depot rows as labelled events through every stage into the tables: rows a second of the whole command, from its start to its end, and the most memory it
 * held. Skipped by name where the file is not there.
 */
export async function pipelineBench(): Promise<void> {
  if (!existsSync(homeDepotFile)) {
    process.stdout.write(skipText);
    return;
  }
  const rows = [];
  for (const [name, words] of Object.entries(variants)) rows.push([name, ...(await measure(words))]);
  const head = [
    "home-depot, all stages, tables",
    "rows",
    "seconds",
    "rows/s",
    "peak MB",
    "MB at a third",
    "MB at the end",
  ];
  process.stdout.write(
    `${textTable([head, ...rows])}\nwanted: at least ${number(wantedRowsPerSecond)} rows/s and below ${wantedMemoryMb} MB\n`,
  );
}

const variants = {
  "fused, 1 worker": ["--workers", "1"],
  "fused, 2 workers": ["--workers", "2"],
  "hop by hop, 1 worker": ["--workers", "1", "--no-fused"],
  "hop by hop, 2 workers": ["--workers", "2", "--no-fused"],
} as const;

async function measure(words: readonly string[]): Promise<readonly string[]> {
  const data = mkdtempSync(join(tmpdir(), "twinstream-bench-"));
  try {
    const common = ["--preset", "home-depot", "--data", data];
    spawnSync(process.execPath, [main, "train", "ridge", "--from", homeDepotFile, ...common], { stdio: "ignore" });
    const began = performance.now();
    const { output, memory } = await watched([main, "replay", homeDepotFile, ...common, ...words, "--json"]);
    const seconds = (performance.now() - began) / 1000;
    const { rows } = JSON.parse(output) as { rows: number };
    const third = memory[Math.floor(memory.length / 3)] ?? 0;
    return [
      number(rows),
      number(seconds, 1),
      number(rows / seconds),
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
