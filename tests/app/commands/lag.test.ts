import { join } from "node:path";
import { expect, test } from "vitest";
import { openDataFolder } from "../../../connectors/files/data-folder.ts";
import { openLog } from "../../../pipelines/log-place.ts";
import { run, start, workingFolder } from "../../support/command.ts";
import { until } from "../../support/log-work.ts";

const folder = workingFolder();

test("topics and lag: tell how much there is, what waits and what moves", async () => {
  const log = await openLog({ engine: "embedded" }, (await openDataFolder(join(folder, "data"))).log, {
    partitions: 2,
  });
  await log.append(["a", "b", "c", "d"].map((key) => ({ topic: "searches", key, value: Buffer.from(key) })));
  const topics = JSON.parse((await run(["topics", "--json"], folder)).stdout) as readonly { name: string }[];
  expect(topics.find(({ name }) => name === "searches")).toMatchObject({
    partitions: 2,
    entries: 4,
    cleanup: "delete",
  });
  expect((await run(["topics"], folder)).stdout).toMatch(/^searches +2 +4 +0\.0 MB +30 d +\S/m);
  const waiting = JSON.parse((await run(["lag", "--json", "--every", "0.1"], folder)).stdout) as { lag: number }[];
  expect(waiting.reduce((sum, { lag }) => sum + lag, 0)).toBe(8); // tokenize and record, neither has begun
  expect(waiting[0]).toMatchObject({ group: "tokenize", topic: "searches", committed: null, isMoving: false });
  const watching = start(["lag", "--watch", "--every", "0.2"], folder);
  await until(() => /tokenize +searches +\d +- +\d +\d +no/.test(watching.said().stdout));
  const stop = new AbortController();
  const running = log.follow("searches", "tokenize", async () => [], { signal: stop.signal });
  await until(() => /tokenize +searches +\d +\d +\d +0 +yes/.test(watching.said().stdout));
  await until(() => /tokenize +searches +\d +\d +\d +0 +nothing waits/.test(watching.said().stdout));
  stop.abort();
  await running;
  watching.signal("SIGINT");
  expect(await watching.ended).toMatchObject({ code: 0 });
  await log.close();
});
