// Copies topic "in" to "out" under group "copy" until the process is told to end. Arguments: folder.
import { parentPort, workerData } from "node:worker_threads";
import { openEmbeddedLog } from "../../../dist/connectors/embedded/embedded-log.js";

const folder = workerData?.folder ?? process.argv[2];
const log = await openEmbeddedLog({ folder, leaseMs: 300 });
const ending = new AbortController();
parentPort?.once("message", () => ending.abort());
process.once("message", () => ending.abort());

await log.follow(
  "in",
  "copy",
  async (entries) => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    return entries.map(({ key, value }) => ({ topic: "out", key, value }));
  },
  { signal: ending.signal, maxEntries: 20 },
);
await log.close();
if (process.connected) process.disconnect();
