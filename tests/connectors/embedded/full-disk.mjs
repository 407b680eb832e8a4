// Appends until the log's file may not grow any more, then prints the error's code and how many appends were acknowledged.
import { openEmbeddedLog } from "../../../dist/connectors/embedded/embedded-log.js";

const log = await openEmbeddedLog({ folder: process.argv[2], partitions: 1 });
await log.createTopics({ in: { cleanup: "delete" } });
let acknowledged = 0;
let code = "none";
try {
  for (; acknowledged < 1_000; acknowledged++)
    await log.append([{ topic: "in", key: null, value: Buffer.alloc(50_000) }]);
} catch (error) {
  code = error.code;
}
let read = 0;
for await (const entries of log.read("in")) read += entries.length;
await log.close();
console.log(JSON.stringify({ code, acknowledged, read }));
