import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { seededRandom } from "../../models/random.ts";
import type { PipelineSettings } from "../../pipelines/pipeline.ts";

const distFolder = resolve("dist");

/** What is done to a data folder, and how often it is interrupted. */
export interface KillRounds {
  readonly settings: PipelineSettings;
  /** Words of a `twinstream replay` that is run again each time it was killed. */
  readonly replay: readonly string[];
  readonly kills: number;
  readonly seed: number;
  /** The longest that a process lives before it may be killed, in milliseconds. */
  readonly longestLifeMs: number;
}

/**
 * Keeps a replay and a process with all stages alive on one data folder and ends one of the two with SIGKILL at random moments, so many times; gives how many
 * kills met a process that was still alive.
 */
export async function killRounds({ settings, replay, kills, seed, longestLifeMs }: KillRounds): Promise<number> {
  const random = seededRandom(seed);
  let met = 0;
  const alive: (ChildProcess | undefined)[] = [undefined, undefined];
  const starts = [
    () => commandLine(["replay", ...replay, "--data", settings.data, "--quiet"]),
    () => killChild(settings),
  ];
  while (met < kills) {
    for (const [i, start] of starts.entries()) if (!isAlive(alive[i])) alive[i] = start();
    await new Promise((done) => setTimeout(done, random.uniform() * longestLifeMs));
    const victim = alive[random.int(2)]!;
    if (!isAlive(victim)) continue;
    victim.kill("SIGKILL");
    await ended(victim);
    met += 1;
  }
  for (const child of alive) {
    if (!isAlive(child)) continue;
    child!.kill("SIGKILL");
    await ended(child!);
  }
  return met;
}

/** Runs the command line in a process of its own; it inherits standard error. */
export function commandLine(words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [resolve(distFolder, "app/main.js"), ...words], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** A process that runs every stage; torn: without the atomic step, see kill-child.ts. */
export function killChild(settings: PipelineSettings, isTorn = false): ChildProcess {
  const words = [
    resolve(distFolder, "tests/support/kill-child.js"),
    JSON.stringify(settings),
    ...(isTorn ? ["--torn"] : []),
  ];
  return spawn(process.execPath, words, { stdio: ["ignore", "ignore", "inherit"] });
}

/** Resolves with the exit code of a process, null when a signal ended it. */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}

function isAlive(child: ChildProcess | undefined): boolean {
  return child !== undefined && child.exitCode === null && child.signalCode === null;
}
