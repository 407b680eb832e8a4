import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Contestant, Round } from "./contest.ts";

const folder = resolve("bench/train/peers");
const environment = join(folder, ".venv");

/** Python with the peers' packages: what TWINSTREAM_BENCH_PYTHON names, or what `--setup` made; `undefined` where there is neither. */
export function peerPython(): string | undefined {
  const named = process.env.TWINSTREAM_BENCH_PYTHON;
  if (named !== undefined && named !== "") return named;
  const made = join(environment, "bin", "python");
  return existsSync(made) ? made : undefined;
}

/** How a person gets the peers. */
export const peersMissing =
  "Without its peers: `npm run bench:train -- --setup` installs them (Python, some GB), or name a Python that has them with TWINSTREAM_BENCH_PYTHON.\n";

/** Makes a Python environment of its own and installs the peers there. */
export function setUpPeers(): void {
  python("python3", ["-m", "venv", environment]);
  python(join(environment, "bin", "python"), ["-m", "pip", "install", "-r", join(folder, "requirements.txt")]);
}

function python(command: string, words: readonly string[]): void {
  const { status, error } = spawnSync(command, words, { stdio: "inherit" });
  if (status === 0) return;
  throw new Error(`${command} ${words.join(" ")} failed; see above`, { cause: error });
}

/**
 * Starts a script of `peers/` as `SCRIPT FILE THREADS WORDS...`: it prints one line of JSON with its `version` when it is ready, then for each line that it
 * reads one `Round`.
 */
export async function startPeer(
  script: string,
  file: string,
  threads: number,
  words: readonly string[] = [],
): Promise<Contestant> {
  const child = spawn(peerPython()!, [join(folder, script), file, String(threads), ...words], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { version } = (await answer(answers, script)) as { readonly version: string };
  return {
    name: version,
    threads,
    async round() {
      child.stdin.write("round\n");
      return (await answer(answers, script)) as Round;
    },
    close: () => ended(child),
  };
}

async function answer(answers: AsyncIterator<string>, script: string): Promise<unknown> {
  const { value, done } = await answers.next();
  if (done) throw new Error(`${script} ended without an answer; run it by hand to see why`);
  return JSON.parse(value);
}

function ended(child: ChildProcessByStdio<Writable, Readable, null>): Promise<void> {
  return new Promise((done) => {
    child.once("exit", () => done());
    child.stdin.end();
  });
}
