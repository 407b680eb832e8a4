import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { outOfMemory } from "../query-errors.ts";
import { type Answer, answersAt, decodeMessages, encodeMessage, type Order } from "./wire.ts";

/** What a child process may do. */
export interface ChildLimits {
  /** Memory of the whole process; 512 MB or more. */
  readonly memoryBytes: number;
  /** Bytes that a file of its may have; 0: it writes none. */
  readonly fileBytes: number;
}

/** A child process that answers one order. It sees no environment and dies with this process. */
export interface QueryProcess {
  /** Gives the order, once, and the answers to it. Throws SQL_STOPPED when the process needs too much memory. */
  ask(order: Order): AsyncGenerator<Answer>;
  /** Ends it, whatever it does; answers that were not read are lost. */
  kill(): void;
  /** Resolves once it is gone. */
  readonly ended: Promise<void>;
}

/**
 * Node can't limit a process, a shell can: its data (on Linux, all memory that it takes), the size of files it writes and of its core file. The shell
 * is then replaced by the child. Where the system does not know a limit, the child's own look at its memory holds.
 */
const underLimits = 'ulimit -c 0; ulimit -d "$1" 2>/dev/null; [ -z "$2" ] || ulimit -f "$2"; shift 2; exec "$@"';
const main = fileURLToPath(new URL("./query-child.js", import.meta.url));
/** What the shell counts the size of files in. */
const blockBytes = 512;
/** The last words of a child that broke down, for a report. */
const mostOfWords = 4_000;

/** Starts a child process, which makes itself ready before it is asked. */
export function startQueryProcess({ memoryBytes, fileBytes }: ChildLimits): QueryProcess {
  const limits = [
    String(Math.floor(memoryBytes / 1024)),
    Number.isFinite(fileBytes) ? String(Math.floor(fileBytes / blockBytes)) : "",
  ];
  const child = spawn("/bin/sh", ["-c", underLimits, "sh", ...limits, process.execPath, main, String(memoryBytes)], {
    cwd: "/",
    env: {},
    // Ctrl-C is for this process, which then ends the child itself.
    detached: true,
    stdio: ["pipe", "ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close").then(
    () => {},
    () => {},
  );
  const words = lastWords(child);
  // The other end may be gone when something is written to it; `answersOf` tells why.
  child.stdin!.on("error", () => {});
  return {
    ask(order) {
      child.stdin!.write(encodeMessage(order));
      return answersOf(child, ended, words);
    },
    kill: () => void child.kill("SIGKILL"),
    ended,
  };
}

function lastWords(child: ChildProcess): () => string {
  let words = "";
  child.on("error", (error) => {
    words += error.message;
  });
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-mostOfWords);
  });
  return () => words.trim();
}

async function* answersOf(child: ChildProcess, ended: Promise<void>, words: () => string): AsyncGenerator<Answer> {
  for await (const answer of decodeMessages<Answer>(child.stdio[answersAt] as Readable)) {
    yield answer;
    if (answer.kind === "end" || answer.kind === "failure") return;
  }
  await ended;
  // V8 and the system end a process with a signal that can't get any more memory.
  if (child.signalCode !== null || /out of memory|bad_alloc/i.test(words())) throw outOfMemory();
  throw new Error(`the process of a query ended with code ${child.exitCode}: ${words()}`);
}
