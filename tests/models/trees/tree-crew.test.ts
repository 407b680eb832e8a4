import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** Goes before everything in every thread, and lets the second worker fail to start. */
const failing = `
import { threadId } from "node:worker_threads";
if (threadId === 2) throw new Error("no room for another thread");
`;

const program = `
import { openCrew } from "${pathToFileURL("dist/models/trees/tree-crew.js").href}";
const [count, columns] = [100, 4];
const rows = { values: Float32Array.from({ length: count * columns }, (_, i) => i % 7), count, columns };
const sample = { leaves: 4, depth: 3, minRows: 5, minGain: 0, l2: 0, thresholds: "best", columnsPerTree: 1, columnsPerNode: 1, rowShare: 1 };
const opening = openCrew(rows, { sample, categorical: new Set(), hasHessians: false, threads: 4 });
await opening.catch((error) => console.log(error.message));
`;

test("openCrew: when a thread can't be started the others end, and the process with them", async () => {
  const folder = temporaryFolder();
  const [before, main] = [join(folder, "before.mjs"), join(folder, "main.mjs")];
  writeFileSync(before, failing);
  writeFileSync(main, program);
  const child = spawn(process.execPath, ["--import", pathToFileURL(before).href, main], {
    timeout: 10_000,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  expect(await once(child, "close")).toEqual([0, null]);
  expect(said).toBe("no room for another thread\n");
});
