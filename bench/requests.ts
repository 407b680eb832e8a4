import { performance } from "node:perf_hooks";
import { number, textTable } from "../app/terminal/output.ts";
import { usedMegabytes } from "./retrieval/used-memory.ts";
import { fuzzRequests } from "./support/fuzz-requests.ts";
import { openFuzzedServer } from "./support/fuzzed-server.ts";
import { inTemporaryFolder } from "./support/temporary-folder.ts";

const perOperation = 10_000;

/** Bad requests to every operation of the API, and how much memory JavaScript holds before and after each; throws when an answer is a fault or tells of the machine. */
export async function requestsBench(): Promise<void> {
  const rows: string[][] = [];
  const wrong: string[] = [];
  await inTemporaryFolder(async (path) => {
    const { app, faults, close, secrets } = await openFuzzedServer(path);
    try {
      let before = usedMegabytes();
      let began = performance.now();
      for await (const fuzzed of fuzzRequests(app, { perOperation, seed: 7, secrets })) {
        const { operation, requests, refused, taken } = fuzzed;
        const rate = (requests * 1_000) / (performance.now() - began);
        const after = usedMegabytes();
        const counts = [refused, taken, fuzzed.wrong.length].map((count) => number(count));
        rows.push([operation, ...counts, before.toFixed(1), after.toFixed(1), number(rate)]);
        process.stderr.write(`${operation}: ${number(rate)} requests/s\n`);
        wrong.push(...fuzzed.wrong);
        before = after;
        began = performance.now();
      }
      wrong.push(...faults.map((fault) => `reported: ${String(fault)}`));
    } finally {
      await close();
    }
  });
  const head = ["operation", "refused", "taken", "wrong", "MB before", "MB after", "requests/s"];
  process.stdout.write(`${textTable([head, ...rows])}\n`);
  if (wrong.length > 0) throw new Error(wrong.slice(0, 10).join("\n"));
}
