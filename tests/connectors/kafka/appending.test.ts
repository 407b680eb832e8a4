import { expect, onTestFinished, test } from "vitest";
import type { EventLog } from "../../../connectors/event-log.ts";
import { openKafkaLog } from "../../../connectors/kafka/kafka-log.ts";
import type { KafkaSettings } from "../../../connectors/kafka/settings.ts";
import { partitionOf } from "../../../connectors/partitioner.ts";
import { describeWithKafka } from "../../support/describe-with-servers.ts";
import { deleteTopic, limitTopic, takeBefore } from "../../support/kafka-client.ts";
import { kafkaSettings } from "../../support/kafka-settings.ts";
import { readAll, text, write } from "../../support/log-work.ts";

describeWithKafka("kafka", (kafka) => {
  async function opened(settings: KafkaSettings): Promise<EventLog> {
    const log = await openKafkaLog({ settings });
    onTestFinished(() => log.close());
    await log.createTopics({ in: { cleanup: "delete" }, out: { cleanup: "delete", partitions: 1 } });
    return log;
  }

  test("append: keys go where other Kafka clients put them", async () => {
    const log = await opened(kafkaSettings(kafka().brokers, { partitions: 7 }));
    const keys = Array.from({ length: 100 }, (_, index) => `käy ${index}`);
    await log.append(keys.map((key) => write(key, key)));
    const places = Object.fromEntries((await readAll(log, "in")).map(({ key, partition }) => [key, partition]));
    expect(places).toEqual(Object.fromEntries(keys.map((key) => [key, partitionOf(Buffer.from(key), 7)])));
  });

  test("append: a batch over several partitions and megabytes is kept whole or not at all", async () => {
    const settings = kafkaSettings(kafka().brokers);
    const log = await opened(settings);
    const megabyte = "x".repeat(1_000_000);
    await log.append([write("a", megabyte), write("b", megabyte), write("a", "1"), write("c", megabyte)]);
    expect(await readAll(log, "in")).toHaveLength(4);
    const tooLarge = { topic: "in", key: "a", value: Buffer.alloc(20_000_000) };
    const refused = log.append([write("b", "2"), write("c", "3"), tooLarge, write("d", "4")]);
    await expect(refused).rejects.toMatchObject({
      code: "LOG_UNAVAILABLE",
      message: expect.stringMatching(/20000\d\d\d bytes is over the limit of topic "[^"]+in", 16777216 bytes; raise/),
    });
    await log.append([write("a", "5")]);
    const values = (await readAll(log, "in")).map(({ value }) => text(value)).filter((value) => value !== megabyte);
    expect(values.sort()).toEqual(["1", "5"]);
  });

  test("append: what a topic with a low limit takes one by one it takes together, too", async () => {
    const settings = kafkaSettings(kafka().brokers);
    const log = await opened(settings);
    await limitTopic(settings, "in", 5_000);
    const two = Array.from({ length: 20 }, (_, i) => write("k", `${i} `.padEnd(2_000, "x")));
    await log.append(two);
    await Promise.all(two.map((one) => log.append([one])));
    expect(await readAll(log, "in")).toHaveLength(40);
    await expect(log.append([write("k", "x".repeat(5_000))])).rejects.toThrow('in", 5000 bytes; raise');
  });

  test("append: many calls at once are all kept, each whole and in order", async () => {
    const log = await opened(kafkaSettings(kafka().brokers));
    const calls = Array.from({ length: 300 }, (_, call) =>
      [0, 1, 2].map((of) => write(`k${(call + of) % 9}`, `${call}`)),
    );
    await Promise.all(calls.map((writes) => log.append(writes)));
    const kept = await readAll(log, "in");
    expect(kept).toHaveLength(900);
    for (const partition of [0, 1]) {
      const order = kept.filter((entry) => entry.partition === partition).map(({ value }) => Number(text(value)));
      expect(order).toEqual(order.toSorted((one, other) => one - other));
    }
  });

  test("append: a call may bring more than fits on the stack, behind another that is on its way", async () => {
    const log = await opened(kafkaSettings(kafka().brokers));
    const many = Array.from({ length: 200_000 }, (_, index) => write(`k${index % 9}`, ""));
    await Promise.all([log.append([write("a", "first")]), log.append([write("b", "second")]), log.append(many)]);
    const [one, other] = await log.extents("in");
    expect(one!.end + other!.end).toBeGreaterThanOrEqual(many.length + 2);
  });

  test("append: of ids that several processes append at the same time each is kept once", async () => {
    const settings = kafkaSettings(kafka().brokers);
    const logs = [await opened(settings), await opened(settings), await opened(settings)];
    const batches = Array.from({ length: 6 }, (_, batch) =>
      Array.from({ length: 200 }, (_, i) => write(`k${i}`, `${batch * 100 + i}`, `id-${batch * 100 + i}`)),
    );
    const results = await Promise.all(
      logs.map(async (log) => {
        let appended = 0;
        for (const batch of batches) appended += (await log.append(batch)).appended;
        return appended;
      }),
    );
    const values = (await readAll(logs[0]!, "in")).map(({ value }) => Number(text(value)));
    expect(values.sort((one, other) => one - other)).toEqual(Array.from({ length: 700 }, (_, number) => number));
    expect(results.reduce((sum, appended) => sum + appended, 0)).toBe(700);
  });

  test("append: ids over several topics in one call, beside writes without, and free again after retention", async () => {
    const settings = kafkaSettings(kafka().brokers, { partitions: 1 });
    const log = await opened(settings);
    const toOut = (value: string, id?: string) => ({ ...write("k", value, id), topic: "out" });
    const both = [write("k", "1", "same"), toOut("2", "same"), toOut("3"), write("k", "4", "other")];
    expect(await log.append(both)).toEqual({ appended: 4, skipped: 0, skippedAt: [] });
    expect(await log.append(both)).toEqual({ appended: 1, skipped: 3, skippedAt: [0, 1, 3] });
    expect((await readAll(log, "out")).map(({ value }) => text(value))).toEqual(["2", "3", "3"]);
    const [other] = (await readAll(log, "in")).filter(({ value }) => text(value) === "4");
    await takeBefore(settings, "in", 0, other!.offset);
    expect(await log.append(both)).toMatchObject({ appended: 2, skipped: 2 });
    expect((await readAll(log, "in")).map(({ value }) => text(value))).toEqual(["4", "1"]);
  });

  test.each([
    ["as short as before", 0],
    ["longer than before", 50],
  ])("append: ids are free again where the topic was deleted and made anew, %s", async (_, others) => {
    const settings = kafkaSettings(kafka().brokers, { partitions: 1 });
    const log = await opened(settings);
    const some = Array.from({ length: 10 }, (_, i) => write("k", `${i}`, `id-${i}`));
    expect(await log.append(some)).toMatchObject({ appended: 10, skipped: 0 });
    await deleteTopic(settings, "in");
    const other = await opened(settings);
    for (let i = 0; i < others; i++) await other.append([write("k", "without an id")]);
    expect(await log.append(some)).toMatchObject({ appended: 10, skipped: 0 });
    expect(await log.append(some)).toMatchObject({ appended: 0, skipped: 10 });
    expect(await readAll(log, "in")).toHaveLength(others + 10);
  });
});
