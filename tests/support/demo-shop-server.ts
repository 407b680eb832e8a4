import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A demo shop that runs as `twinstream start` runs it, with its page. */
export interface DemoShopServer {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  stop(): Promise<void>;
}

const size = ["--products", "600", "--rate", "10"];

/** Starts the built program on a new data folder; resolves once its products can be searched. */
export async function startDemoShop(): Promise<DemoShopServer> {
  const folder = mkdtempSync(join(tmpdir(), "twinstream-shop-"));
  const words = [resolve("dist/program/main.js"), "start", "--data", folder, "--api", "0", "--quiet", ...size];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "close");
  const stop = async () => {
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  let said = "";
  for await (const text of child.stderr.setEncoding("utf8")) {
    said += text;
    const url = /the API: (\S+)\/api\n/.exec(said)?.[1];
    if (url === undefined) continue;
    child.stderr.resume();
    await untilSearchable(url);
    return { url, stop };
  }
  await stop();
  throw new Error(`the demo shop ended before it began: ${said}`);
}

/** The first model is trained and the catalog is read; the time-out of whoever waits ends a wait in vain. */
async function untilSearchable(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/api/search?q=fan`);
    const { searched = 0, model = "" } = (await answer.json()) as { searched?: number; model?: string };
    if (searched === 600 && model !== "fixed-0") return;
    await pause(200);
  }
}
