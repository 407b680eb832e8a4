import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** A process of this program, built, that runs beside this one. */
export interface Child {
  isAlive(): boolean;
  /** Ends it with SIGKILL, and resolves when it is gone. */
  kill(): Promise<void>;
  /** Sends it another signal: SIGSTOP lets it stand still until SIGCONT. */
  signal(name: NodeJS.Signals): void;
  /** What it has printed by now. */
  said(): string;
  /** Its standard output. Rejects with what it said on standard error when it ends otherwise than with 0 or by `kill`. */
  readonly ended: Promise<string>;
}

const alive = new Set<ChildProcess>();
process.once("exit", endChildren);

/** Ends whatever still runs of what was started here: for the end of a test, however it ended. */
export function endChildren(): void {
  for (const child of alive) child.kill("SIGKILL");
}

/** Starts the command line, such as `["run", "--drain"]`. */
export function startTwinstream(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Child {
  return startScript(resolve("dist/program/main.js"), words, environment);
}

/** Runs the command line to its end and gives its standard output. */
export async function twinstream(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<string> {
  return await startTwinstream(words, environment).ended;
}

/** Starts a script. */
export function startScript(path: string, words: readonly string[], environment: NodeJS.ProcessEnv = {}): Child {
  return startProgram(process.execPath, [path, ...words], environment);
}

/** Starts any program. */
export function startProgram(program: string, words: readonly string[], environment: NodeJS.ProcessEnv = {}): Child {
  const child = spawn(program, words, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  alive.add(child);
  const said = { stdout: "", stderr: "" };
  const ended = endOf(child, words, said);
  ended.catch(() => {}); // whoever started it looks at it when it likes
  return {
    ended,
    isAlive: () => alive.has(child),
    signal: (name) => void child.kill(name),
    said: () => said.stdout,
    async kill() {
      if (!alive.has(child)) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

async function endOf(
  child: ChildProcess,
  words: readonly string[],
  said: { stdout: string; stderr: string },
): Promise<string> {
  for (const name of ["stdout", "stderr"] as const) {
    child[name]!.setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
    });
  }
  child.once("exit", () => alive.delete(child));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (code === 0 || signal === "SIGKILL") return said.stdout;
  throw new Error(`ended with ${code ?? signal}: ${words.join(" ")}\n${said.stderr}`);
}

/** Where a script that lies beside the sources was built; built ones name themselves. */
export function builtScript(script: URL): string {
  const path = relative(resolve("."), fileURLToPath(script));
  return path.startsWith("dist") ? resolve(path) : join(resolve("dist"), path);
}
