import { expect, test } from "vitest";
import { logPlace, openLog } from "../../pipelines/log-place.ts";
import { topicNames } from "../../schemas/topics.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("logPlace: the embedded log, Kafka with its settings, and nothing else", () => {
  expect(logPlace("embedded", {})).toEqual({ engine: "embedded" });
  expect(logPlace("kafka://one:9092,two?prefix=shop-", {})).toMatchObject({
    engine: "kafka",
    settings: { brokers: ["one:9092", "two:9092"], prefix: "shop-" },
  });
  for (const address of ["kafka:one", "redis://one", ""])
    expect(() => logPlace(address, {})).toThrow(expect.objectContaining({ code: "WRONG_USAGE" }));
});

test("openLog: makes every topic", async () => {
  const log = await openLog({ engine: "embedded" }, temporaryFolder(), { partitions: 3 });
  for (const topic of topicNames) expect(await log.extents(topic)).toHaveLength(topic === "model-releases" ? 1 : 3);
  await log.close();
});
