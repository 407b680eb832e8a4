import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, rmSync } from "node:fs";
import type { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** A server written in Java that runs beside the tests and ends with them. */
export interface JavaProcess {
  readonly pid: number;
  signal(name: NodeJS.Signals): void;
  /** Sends the signal and resolves once the process is gone; one that stays for 30 seconds is killed. */
  end(name: "SIGTERM" | "SIGKILL"): Promise<void>;
}

interface JavaServer {
  /** What follows `java` on the command line. */
  readonly words: readonly string[];
  /** Made anew, holds all that the server prints. */
  readonly logFile: string;
  /** Printed by the server once it is ready. */
  readonly readyText: string;
  /** Removed with all that is in it when the tests are killed before they can do so. */
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Compiles and collects as Java does unless told; without it the start is quick. */
  readonly isMeasured?: boolean;
}

const oldestJava = 17;
const readyWithinMs = 120_000;
const endsWithinMs = 30_000;

/** For lives of seconds: the second compiler and a collector of several threads cost more than they give. */
const quickStart = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];

/**
 * Turns into the server, after leaving a watch behind that sees pipe 3 close. A server that ended as it should is
 * followed by a word; without one whoever started the server is dead, killed or not, and the server must go too.
 */
const watched = `
( trap '' INT TERM HUP; read -r word <&3 || { kill -9 $$; sleep 0.2; rm -rf "$0"; } ) >/dev/null 2>&1 &
exec 3<&-
exec java "$@"
`;

/** Whether a Java that runs Kafka is here. */
export function hasJava(): boolean {
  try {
    // The name of the version is in the properties, which go to standard error.
    const probe = ["-c", "java -XshowSettings:properties -version 2>&1"];
    const said = execFileSync("sh", probe, { encoding: "utf8" });
    return Number(/java\.specification\.version = (\d+)/.exec(said)?.[1]) >= oldestJava;
  } catch {
    return false;
  }
}

/** Runs a Java program to its end; throws with what it printed when it fails. */
export async function runJava(words: readonly string[]): Promise<void> {
  await promisify(execFile)("java", ["-Xmx256m", ...quickStart, ...words]);
}

/** Starts a server and resolves when it is ready; throws the end of its log when it ends instead. */
export async function startJava(server: JavaServer): Promise<JavaProcess> {
  rmSync(server.logFile, { force: true });
  const log = openSync(server.logFile, "w");
  const start = server.isMeasured ? [] : quickStart;
  const child = spawn("sh", ["-c", watched, server.folder, ...start, ...server.words], {
    stdio: ["ignore", log, log, "pipe"],
    env: { ...process.env, ...server.environment },
  });
  closeSync(log);
  const pipe = child.stdio[3] as Writable;
  pipe.on("error", () => {}); // the watch itself was killed: nobody is left to be told
  const ended = once(child, "exit").then(() => pipe.end("ended\n"));
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const java: JavaProcess = {
    pid: child.pid!,
    signal: (name) => void child.kill(name),
    async end(name) {
      child.kill(name);
      const kill = setTimeout(() => child.kill("SIGKILL"), endsWithinMs);
      await ended;
      clearTimeout(kill);
    },
  };
  try {
    await ready(server, isRunning);
  } catch (error) {
    await java.end("SIGKILL");
    throw error;
  }
  return java;
}

async function ready({ logFile, readyText }: JavaServer, isRunning: () => boolean): Promise<void> {
  const everyMs = 50;
  for (let waitedMs = 0; waitedMs < readyWithinMs && isRunning(); waitedMs += everyMs) {
    if (existsSync(logFile) && readFileSync(logFile, "utf8").includes(readyText)) return;
    await sleep(everyMs);
  }
  const lastLines = readFileSync(logFile, "utf8").split("\n").slice(-30).join("\n");
  const what = isRunning() ? `did not say "${readyText}" within ${readyWithinMs / 1000} s` : "ended while it started";
  throw new Error(`the Java server ${what}:\n${lastLines}`);
}
