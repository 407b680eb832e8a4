import zlib from "node:zlib";
import kafkajs from "kafkajs";
import { expect, onTestFinished, test } from "vitest";
import type { Entry, Range } from "../../../connectors/event-log.ts";
import { type KafkaClient, openKafkaClient } from "../../../connectors/kafka/client.ts";
import { readRange } from "../../../connectors/kafka/reading.ts";
import type { KafkaSettings } from "../../../connectors/kafka/settings.ts";
import { createTopics } from "../../../connectors/kafka/topics.ts";
import type { TopicSettings } from "../../../schemas/topics.ts";
import { describeWithKafka, describeWithOwnKafka } from "../../support/describe-with-servers.ts";
import { appendPlain, forget, openTransactions } from "../../support/kafka-appends.ts";
import { kafkaSettings } from "../../support/kafka-settings.ts";
import { until } from "../../support/log-work.ts";

const hasZstd = "zstdCompress" in zlib;

describeWithKafka("kafka reading", (kafka) => {
  async function opened(partitions: number, changes: Partial<KafkaSettings> = {}): Promise<KafkaClient> {
    return withTopic(kafka().brokers, { cleanup: "delete", partitions }, changes);
  }

  test("readRange: each partition in order, and nothing of an empty one", async () => {
    const client = await opened(3);
    await appendPlain(client, "in", 0, ["a", "b"]);
    await appendPlain(client, "in", 2, ["c"]);
    expect((await read(client)).map(({ partition, offset, value }) => [partition, offset, String(value)])).toEqual([
      [0, 0, "a"],
      [0, 1, "b"],
      [2, 0, "c"],
    ]);
    expect(await read(client, { partition: 1 })).toEqual([]);
  });

  test("readRange: from an offset, included, to another, excluded, within what is kept", async () => {
    const client = await opened(1);
    await appendPlain(client, "in", 0, texts(100));
    await appendPlain(client, "in", 0, texts(200).slice(100));
    expect(await values(client, { from: 90, to: 110 })).toEqual(texts(200).slice(90, 110));
    expect(await values(client, { partition: 0, from: 199 })).toEqual(["199"]);
    expect(await values(client, { from: 200 })).toEqual([]);
    expect(await values(client, { from: 50, to: 50 })).toEqual([]);
    await forget(client, "in", 0, 150);
    expect(await values(client, { to: 152 })).toEqual(["150", "151"]);
  });

  test("readRange: ends at the end that there was when it began", async () => {
    const client = await opened(1);
    await appendPlain(client, "in", 0, ["a"]);
    const reading = readRange(client, "in");
    expect((await reading.next()).value).toHaveLength(1);
    await appendPlain(client, "in", 0, ["b"]);
    expect(await reading.next()).toEqual({ done: true, value: undefined });
  });

  test("readRange: aborted transactions and marks are passed over, an open one hides what comes behind it", async () => {
    const client = await opened(1);
    const [one, two] = [await openTransactions(client), await openTransactions(client)];
    await one.committed("in", ["a", "b"]);
    await one.aborted("in", ["never"]);
    await two.committed("in", ["c"]);
    const open = await one.left("in", ["d"]);
    await two.committed("in", ["e"]);
    // A commit is safe before the brokers have marked it in the partition, and only what is marked is seen.
    await until(async () => (await read(client)).length === 3);
    expect((await read(client)).map(({ offset, value }) => [offset, String(value)])).toEqual([
      [0, "a"],
      [1, "b"],
      [5, "c"],
    ]);
    await open.commit();
    await until(async () => (await read(client)).length === 5);
    expect(await values(client)).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("readRange: of aborted transactions that overlap nothing is seen, from wherever it is read", async () => {
    const client = await opened(1);
    const [one, two, three] = await Promise.all([
      openTransactions(client),
      openTransactions(client),
      openTransactions(client),
    ]);
    const first = await one.left("in", ["never 1"]);
    const second = await two.left("in", ["never 2"]);
    await three.committed("in", ["a"]);
    await first.send({ topic: client.named("in"), messages: [{ value: "never 3", partition: 0 }] });
    await second.send({ topic: client.named("in"), messages: [{ value: "never 4", partition: 0 }] });
    await second.abort();
    await first.abort();
    await three.committed("in", ["b"]);
    await until(async () => (await values(client)).length === 2);
    const whole = await read(client);
    expect(whole.map(({ value }) => String(value))).toEqual(["a", "b"]);
    // The brokers may mark an abort before "b" or behind it.
    for (let from = 0; from < 9; from++)
      expect(await read(client, { from })).toEqual(whole.filter(({ offset }) => offset >= from));
    // A consumer of kafkajs sees the same.
    expect(await consumed(client, "b")).toEqual(["a", "b"]);
  });

  test.for(["None", "GZIP", "Snappy"] as const)("readRange: %s compression", async (name) => {
    const client = await opened(1);
    await appendPlain(client, "in", 0, texts(5_000), kafkajs.CompressionTypes[name]);
    expect(await values(client, { from: 1 })).toEqual(texts(5_000).slice(1));
  });

  test.runIf(hasZstd)("readRange: ZSTD compression", async () => {
    const client = await opened(1);
    await appendPlain(client, "in", 0, texts(5_000), kafkajs.CompressionTypes.ZSTD);
    expect(await values(client)).toEqual(texts(5_000));
  });

  test("readRange: ten megabytes in one record, small ones before and behind", async () => {
    const client = await opened(1);
    const large = Buffer.alloc(10_000_000, "large");
    for (const value of ["before", large, "behind"]) await appendPlain(client, "in", 0, [value]);
    const found = await read(client);
    expect(found.map(({ value }) => value?.length)).toEqual([6, 10_000_000, 6]);
    expect(large.equals(found[1]!.value!)).toBe(true);
  });

  test("readRange: much is read in several parts", async () => {
    const client = await opened(1);
    for (let batch = 0; batch < 12; batch++) {
      await appendPlain(
        client,
        "in",
        0,
        Array.from({ length: 10 }, (_, index) => Buffer.alloc(90_000, batch * 10 + index)),
      );
    }
    const parts: (readonly Entry[])[] = [];
    for await (const entries of readRange(client, "in")) parts.push(entries);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.flat().map(({ offset }) => offset)).toEqual(Array.from({ length: 120 }, (_, offset) => offset));
    expect(parts.flat().map(({ value }) => value![0])).toEqual(Array.from({ length: 120 }, (_, offset) => offset));
  });

  test("readRange: a topic that was never made is named", async () => {
    const client = await opened(1);
    await expect(readRange(client, "nowhere").next()).rejects.toMatchObject({
      code: "LOG_UNAVAILABLE",
      message: expect.stringContaining('"nowhere"'),
    });
  });

  test("readRange: reading may be left off in the middle, and the next begins anew", async () => {
    const client = await opened(2);
    for (const partition of [0, 1]) await appendPlain(client, "in", partition, texts(10));
    for await (const entries of readRange(client, "in")) {
      expect(entries).toHaveLength(10);
      break;
    }
    expect(await read(client)).toHaveLength(20);
  });
});

// Compaction runs when the broker likes: here it likes to at once.
const eager = { "log.cleaner.backoff.ms": 100, "log.cleaner.min.cleanable.ratio": 0.001 };

describeWithOwnKafka("kafka reading: a compacted topic", { properties: eager }, (kafka) => {
  test("readRange: passes over what compaction took, whole batches and the end of one too", async () => {
    const client = await withTopic(kafka().brokers, { cleanup: "compact", partitions: 1 });
    await segments(client, { "segment.ms": "200" });
    const producer = client.kafka.producer({ idempotent: true });
    await producer.connect();
    onTestFinished(() => producer.disconnect());
    const send = (...pairs: [string, string][]) =>
      producer.send({ topic: client.named("in"), messages: pairs.map(([key, value]) => ({ key, value })) });
    await send(["a", "1"], ["b", "1"], ["a", "2"]);
    await send(["a", "3"], ["c", "1"]);
    await send(["a", "4"]);
    await expect
      .poll(
        async () => {
          // Only what is behind the newest segment is compacted.
          await send(["z", "0"]);
          return (await read(client))
            .filter(({ key }) => key !== "z")
            .map(({ offset, value }) => [offset, String(value)]);
        },
        { timeout: 150_000, interval: 500 },
      )
      .toEqual([
        [1, "1"],
        [4, "1"],
        [5, "4"],
      ]);
    expect((await read(client, { from: 2, to: 5 })).map(({ offset }) => offset)).toEqual([4]);
  });
});

describeWithOwnKafka("kafka reading: three brokers", { nodes: 3 }, (kafka) => {
  test("readRange: goes on at another broker when one dies", async () => {
    const client = await withTopic(kafka().brokers, { cleanup: "delete", partitions: 6 });
    const record = "x".repeat(1_000);
    for (let partition = 0; partition < 6; partition++) {
      await appendPlain(
        client,
        "in",
        partition,
        Array.from({ length: 500 }, (_, index) => `${index} ${record}`),
      );
    }
    const seen: Entry[] = [];
    for await (const entries of readRange(client, "in")) {
      if (seen.length === 0) await kafka().kill(2);
      seen.push(...entries);
    }
    expect(seen.map(({ partition, offset }) => partition * 500 + offset)).toEqual(
      Array.from({ length: 3_000 }, (_, index) => index),
    );
    expect(await read(client)).toHaveLength(3_000);
  });
});

async function withTopic(
  brokers: readonly string[],
  topic: TopicSettings,
  changes: Partial<KafkaSettings> = {},
): Promise<KafkaClient> {
  const client = openKafkaClient(kafkaSettings(brokers, changes));
  onTestFinished(() => client.close());
  await createTopics(client, { in: topic });
  return client;
}

async function read(client: KafkaClient, range?: Range): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  for await (const entries of readRange(client, "in", range)) found.push(...entries);
  return found;
}

async function values(client: KafkaClient, range?: Range): Promise<readonly string[]> {
  return (await read(client, range)).map(({ value }) => String(value));
}

function texts(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index));
}

/** What a consumer sees up to some text. */
async function consumed(client: KafkaClient, last: string): Promise<readonly string[]> {
  const consumer = client.kafka.consumer({ groupId: client.named("group"), maxWaitTimeInMs: 100 });
  onTestFinished(() => consumer.disconnect());
  await consumer.connect();
  await consumer.subscribe({ topic: client.named("in"), fromBeginning: true });
  const seen: string[] = [];
  await new Promise<void>((done) => {
    void consumer.run({
      eachMessage: async ({ message }) => {
        seen.push(String(message.value));
        if (seen.at(-1) === last) done();
      },
    });
  });
  return seen;
}

async function segments(client: KafkaClient, config: Readonly<Record<string, string>>): Promise<void> {
  const admin = await client.admin();
  const configEntries = Object.entries({ "cleanup.policy": "compact", ...config }).map(([name, value]) => ({
    name,
    value,
  }));
  const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: client.named("in"), configEntries };
  await admin.alterConfigs({ validateOnly: false, resources: [resource] });
}
