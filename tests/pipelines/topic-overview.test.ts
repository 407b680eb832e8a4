import { expect, test } from "vitest";
import { openEmbeddedLog } from "../../connectors/embedded/embedded-log.ts";
import { createMemoryLog } from "../../pipelines/testing.ts";
import { overviewTopics } from "../../pipelines/topic-overview.ts";
import { topicNames, topics } from "../../schemas/topics.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("overviewTopics: tells of every topic how much it holds, how long it is kept, and what it is", async () => {
  const log = await openEmbeddedLog({ folder: temporaryFolder(), partitions: 3 });
  await log.createTopics(topics);
  await log.append(["a", "b", "c"].map((key) => ({ topic: "searches", key, value: Buffer.alloc(100) })));
  const overviews = await overviewTopics(log);
  await log.close();
  expect(overviews.map(({ name }) => name)).toEqual(topicNames);
  const found = overviews.find(({ name }) => name === "searches")!;
  expect(found).toMatchObject({ partitions: 3, entries: 3, cleanup: "delete", retentionMs: 30 * 24 * 3_600_000 });
  expect(found.bytes).toBeGreaterThan(300);
  expect(found.bytes).toBeLessThan(400);
  for (const { holds } of overviews) expect(holds).toMatch(/^[A-Z].*\.$/s);
});

test("overviewTopics: a log that does not know the size leaves it out", async () => {
  const log = createMemoryLog();
  await log.createTopics(topics);
  expect((await overviewTopics(log)).map(({ bytes }) => bytes)).toEqual(topicNames.map(() => undefined));
});
