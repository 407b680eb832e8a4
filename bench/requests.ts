import { performance } from "node:perf_hooks";
import { number, textTable } from "../app/terminal/output.ts";
import { fuzzRequests } from "./support/fuzz-requests.ts";
import { openFuzzedServer } from "./support/fuzzed-server.ts";
import { inTemporaryFolder } from "./support/temporary-folder.ts";

const perOperation = 10_000;

/** Bad requests to every operation of the API, and how much memory is in use after each; throws when an answer is a fault or tells of the machine. */
export async function requestsBench(): Promise<void> {
  const rows: string[][] = [];
  const wrong: string[] = [];
  await inTemporaryFolder(async (path) => {
    const { app, faults, close, secrets } = await openFuzzedServer(path);
    try {
      let began = performance.now();
      for await (const fuzzed of fuzzRequests(app, { perOperation, seed: 7, secrets })) {
        const { operation, requests, refused, taken } = fuzzed;
        const rate = (requests * 1_000) / (performance.now() - began);
        rows.push([operation, number(refused), number(taken), number(fuzzed.wrong.length), megabytes(), number(rate)]);
        wrong.push(...fuzzed.wrong);
        began = performance.now();
      }
      wrong.push(...faults.map((fault) => `reported: ${String(fault)}`));
    } finally {
      await close();
    }
  });
  const head = ["operation", "refused", "taken", "wrong", "heap MB", "requests/s"];
  process.stdout.write(`${textTable([head, ...rows])}\n`);
  if (wrong.length > 0) throw new Error(wrong.slice(0, 10).join("\n"));
}

function megabytes(): string {
  globalThis.gc?.();
  return number(process.memoryUsage().heapUsed / 2 ** 20);
}
