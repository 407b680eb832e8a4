import kafkajs from "kafkajs";
import { expect, onTestFinished, test } from "vitest";
import { type KafkaClient, openKafkaClient } from "../../../connectors/kafka/client.ts";
import type { KafkaSettings } from "../../../connectors/kafka/settings.ts";
import { committed, createTopics, extents, lag } from "../../../connectors/kafka/topics.ts";
import { describeWithKafka } from "../../support/describe-with-servers.ts";
import { appendPlain, forget, openTransactions } from "../../support/kafka-appends.ts";
import { kafkaSettings } from "../../support/kafka-settings.ts";
import { until } from "../../support/log-work.ts";

describeWithKafka("kafka topics", (kafka) => {
  function opened(changes: Partial<KafkaSettings> = {}): { client: KafkaClient; notices: string[] } {
    const notices: string[] = [];
    const notice = (sentence: string) => void notices.push(sentence);
    const client = openKafkaClient(kafkaSettings(kafka().brokers, changes), { notice });
    onTestFinished(() => client.close());
    return { client, notices };
  }

  test("createTopics: partitions, cleanup, retention and size are as asked for, under the prefix", async () => {
    const { client } = opened({ partitions: 3 });
    await createTopics(client, {
      in: { cleanup: "delete", retentionMs: 60_000, retentionBytes: 5_000 },
      catalog: { cleanup: "compact", partitions: 1 },
    });
    const admin = await client.admin();
    const { topics } = await admin.fetchTopicMetadata({ topics: [client.named("in"), client.named("catalog")] });
    expect(topics.map(({ name, partitions }) => [name, partitions.length])).toEqual(
      expect.arrayContaining([
        [`${client.settings.prefix}in`, 3],
        [`${client.settings.prefix}catalog`, 1],
      ]),
    );
    expect(await configOf(client, "in")).toMatchObject({
      "cleanup.policy": "delete",
      "retention.ms": "60000",
      "retention.bytes": "5000",
      "max.message.bytes": "16777216",
    });
    expect(await configOf(client, "catalog")).toMatchObject({
      "cleanup.policy": "compact",
      "retention.ms": "-1",
      "retention.bytes": "-1",
    });
  });

  test("createTopics: a topic that is there keeps its partitions and what others set, and takes the rest", async () => {
    const { client, notices } = opened();
    await createTopics(client, { in: { cleanup: "delete", partitions: 2, retentionMs: 60_000 } });
    await alter(client, "in", { "segment.ms": "777000", "max.message.bytes": "50000000", "retention.ms": "1" });
    await createTopics(client, { in: { cleanup: "compact", partitions: 4, retentionMs: 90_000 } });
    await until(async () => (await configOf(client, "in"))["cleanup.policy"] === "compact");
    expect(await configOf(client, "in")).toMatchObject({
      "cleanup.policy": "compact",
      "retention.ms": "90000",
      "segment.ms": "777000",
      "max.message.bytes": "50000000",
    });
    expect(await extents(client, "in")).toHaveLength(2);
    expect(notices).toEqual([expect.stringMatching(/"t.*\.in" keeps its 2 partitions although 4 .*--partitions 4/)]);
  });

  test("createTopics: several at once make each topic once", async () => {
    const { client } = opened();
    const topics = Object.fromEntries(["a", "b", "c"].map((name) => [name, { cleanup: "delete" as const }]));
    await Promise.all(Array.from({ length: 4 }, () => createTopics(client, topics)));
    expect(await extents(client, "c")).toHaveLength(2);
  });

  test("createTopics: more copies than brokers are refused with what to do", async () => {
    const { client } = opened({ replication: 3 });
    await expect(createTopics(client, { in: { cleanup: "delete" } })).rejects.toMatchObject({
      code: "LOG_UNAVAILABLE",
      message: expect.stringMatching(/topic ".*in" can't have 3 copies .*replication=/),
    });
  });

  test("extents, committed, lag: a topic that was never made is named", async () => {
    const { client } = opened();
    const missing = { code: "LOG_UNAVAILABLE", message: expect.stringContaining('"nowhere"') };
    await expect(extents(client, "nowhere")).rejects.toMatchObject(missing);
    await expect(committed(client, "nowhere", "group")).rejects.toMatchObject(missing);
    await expect(lag(client, "nowhere", "group")).rejects.toMatchObject(missing);
  });

  test("extents: from the first that is kept to where the next record goes", async () => {
    const { client } = opened({ partitions: 2 });
    await createTopics(client, { in: { cleanup: "delete" } });
    await appendPlain(client, "in", 1, ["a", "b", "c"]);
    await forget(client, "in", 1, 2);
    expect(await extents(client, "in")).toEqual([
      { partition: 0, start: 0, end: 0 },
      { partition: 1, start: 2, end: 3 },
    ]);
  });

  test("committed, lag: undefined and all that is kept before a group begins, then what it has still to read", async () => {
    const { client } = opened({ partitions: 2 });
    await createTopics(client, { in: { cleanup: "delete" } });
    await appendPlain(client, "in", 0, ["a", "b", "c"]);
    expect(await committed(client, "in", "group")).toEqual([undefined, undefined]);
    expect(await lag(client, "in", "group")).toEqual([3, 0]);
    await commit(client, "in", "group", 2);
    expect(await committed(client, "in", "group")).toEqual([2, undefined]);
    expect(await lag(client, "in", "group")).toEqual([1, 0]);
    expect(await lag(client, "in", "another")).toEqual([3, 0]);
  });

  test("lag: marks of transactions and what was aborted don't count, what an open one wrote does", async () => {
    const { client } = opened({ partitions: 1 });
    await createTopics(client, { in: { cleanup: "delete" } });
    const transactions = await openTransactions(client);
    await transactions.committed("in", ["a", "b"]);
    await transactions.aborted("in", ["c"]);
    await transactions.committed("in", ["d"]);
    // a b commit, c abort, d commit: seven offsets, three entries.
    expect(await extents(client, "in")).toEqual([{ partition: 0, start: 0, end: 7 }]);
    expect(await lag(client, "in", "group")).toEqual([3]);
    await commit(client, "in", "group", 2);
    expect(await lag(client, "in", "group")).toEqual([1]);
    await commit(client, "in", "group", 6);
    expect(await lag(client, "in", "group")).toEqual([0]);
    const end = await transactions.left("in", ["e", "f"]);
    expect(await lag(client, "in", "group")).toEqual([2]);
    await end.abort();
    await until(async () => (await lag(client, "in", "group"))[0] === 0);
  });

  test("lag: is 0 behind however much that nobody will ever see", async () => {
    const { client } = opened({ partitions: 1 });
    await createTopics(client, { in: { cleanup: "delete" } });
    const transactions = await openTransactions(client);
    for (let batch = 0; batch < 5; batch++) {
      await transactions.aborted(
        "in",
        Array.from({ length: 200 }, (_, index) => "aborted ".repeat(20) + index),
      );
    }
    expect((await extents(client, "in"))[0]!.end).toBe(1_005);
    expect(await lag(client, "in", "group")).toEqual([0]);
    await transactions.committed("in", ["seen"]);
    expect((await lag(client, "in", "group"))[0]).toBeGreaterThan(0);
  });

  test("ask: an answer is waited for while the leader is away", async () => {
    const { client } = opened();
    let asked = 0;
    const answer = await client.ask({ topic: "in" }, async () => {
      asked += 1;
      if (asked < 3) throw Object.assign(new Error("moved"), { type: "NOT_LEADER_FOR_PARTITION" });
      return "here";
    });
    expect([answer, asked]).toEqual(["here", 3]);
  });
});

async function configOf(client: KafkaClient, topic: string): Promise<Readonly<Record<string, string>>> {
  const admin = await client.admin();
  const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: client.named(topic) };
  const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [resource] });
  const entries = resources.flatMap(({ configEntries }) => configEntries);
  return Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue]));
}

/** Resolves when the broker tells of the change: it learns of it a moment after the controller has said yes. */
async function alter(client: KafkaClient, topic: string, config: Readonly<Record<string, string>>): Promise<void> {
  const admin = await client.admin();
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: client.named(topic), configEntries };
  await admin.alterConfigs({ validateOnly: false, resources: [resource] });
  await until(async () => {
    const now = await configOf(client, topic);
    return Object.entries(config).every(([name, value]) => now[name] === value);
  });
}

async function commit(client: KafkaClient, topic: string, group: string, offset: number): Promise<void> {
  const admin = await client.admin();
  const partitions = [{ partition: 0, offset: String(offset) }];
  await admin.setOffsets({ groupId: client.named(`${group}.${topic}`), topic: client.named(topic), partitions });
}
