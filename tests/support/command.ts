import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll } from "vitest";

/** What a command printed and ended with; `code` is null when a signal ended it. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = resolve("dist/program/main.js");
const running = new Set<ChildProcess>();

/** A command of the built program that runs. */
export interface Running {
  readonly ended: Promise<Ended>;
  /** Resolves with true once standard error holds the pattern, with false when the command ends without. */
  says(pattern: RegExp): Promise<boolean>;
  signal(name: NodeJS.Signals): void;
  /** What it has printed so far. */
  said(): Readonly<Record<"stdout" | "stderr", string>>;
}

/** Starts `twinstream WORDS` in a folder. It is killed when the tests end. */
export function start(words: readonly string[], folder: string): Running {
  return startProgram(process.execPath, [main, ...words], folder);
}

/** Starts any program, as `start` does. */
export function startProgram(program: string, words: readonly string[], folder: string): Running {
  const { TWINSTREAM_DATA: _data, ...own } = process.env;
  const environment = { TWINSTREAM_API: "none", ...own }; // processes at the same time would want the same port
  const child = spawn(program, words, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], env: environment });
  running.add(child);
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name]!.setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
    });
  const ended = new Promise<Ended>((done) => {
    child.once("close", (code) => {
      running.delete(child);
      done({ code, ...said });
    });
  });
  const says = (pattern: RegExp) =>
    new Promise<boolean>((done) => {
      const look = () => pattern.test(said.stderr) && done(true);
      child.stderr!.on("data", look);
      look();
      void ended.then(() => done(false));
    });
  return { ended, says, signal: (name) => child.kill(name), said: () => ({ ...said }) };
}

/** Runs `twinstream WORDS` in a folder to its end. */
export function run(words: readonly string[], folder: string): Promise<Ended> {
  return start(words, folder).ended;
}

/** Does work for each of some items, a few at a time, and gives the results in order. */
export async function severalAtOnce<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  atOnce = 4,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [i, item] of queue) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

/** A folder for the tests of a file, removed after them, when all processes have ended. */
export function workingFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "twinstream-app-"));
  afterAll(() => {
    for (const child of running) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
