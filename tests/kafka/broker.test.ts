import { type Admin, type EachMessagePayload, Kafka, logLevel } from "kafkajs";
import { expect, test } from "vitest";
import { describeWithKafka, describeWithOwnKafka } from "../support/describe-with-servers.ts";
import { kafkaSettings } from "../support/kafka-settings.ts";

describeWithKafka("kafka broker", (kafka) => {
  test("kafka: keeps what it is given and gives it back", async () => {
    const client = new Kafka({ brokers: [...kafka().brokers], logLevel: logLevel.NOTHING });
    const topic = `${kafkaSettings(kafka().brokers).prefix}words`;
    await withConnected(client.admin(), (admin) => admin.createTopics({ topics: [{ topic }], waitForLeaders: true }));
    await append(client, topic, ["one", "two"]);
    expect(await read(client, topic, 2)).toEqual(["one", "two"]);
  });
});

describeWithOwnKafka("kafka broker: three nodes", { nodes: 3 }, (kafka) => {
  test("kafka: what was acknowledged outlives a node, which comes back", async () => {
    const client = new Kafka({ brokers: [...kafka().brokers], logLevel: logLevel.NOTHING });
    await withConnected(client.admin(), async (admin) => {
      await admin.createTopics({ topics: [{ topic: "a", numPartitions: 3 }], waitForLeaders: true });
      await append(client, "a", ["one", "two"]);
      expect((await read(client, "a", 2)).toSorted()).toEqual(["one", "two"]);
      await kafka().kill(2);
      await append(client, "a", ["three"]);
      expect(await read(client, "a", 1)).toEqual(["three"]);
      await kafka().restart(2);
      await expect.poll(async () => (await inSyncReplicas(admin)).flat().length, { timeout: 120_000 }).toBe(9);
    });
  });

  test("kafka: a paused node answers nothing until it is resumed", async () => {
    const impatient = { requestTimeout: 1_000, retry: { retries: 0 }, logLevel: logLevel.NOTHING };
    const client = new Kafka({ brokers: [kafka().brokers[2]!], ...impatient });
    const topics = () => withConnected(client.admin(), (admin) => admin.listTopics());
    kafka().pause(3);
    await expect(topics()).rejects.toThrow("timed out");
    kafka().resume(3);
    await expect.poll(() => topics().then(() => "answers", String), { timeout: 60_000 }).toBe("answers");
  });
});

async function inSyncReplicas(admin: Admin): Promise<readonly number[][]> {
  const { topics } = await admin.fetchTopicMetadata({ topics: ["a"] });
  return topics[0]!.partitions.map(({ isr }) => isr);
}

function append(client: Kafka, topic: string, values: readonly string[]): Promise<void> {
  const messages = values.map((value) => ({ key: value, value }));
  return withConnected(client.producer(), (producer) => producer.send({ topic, messages }));
}

async function read(client: Kafka, topic: string, count: number): Promise<readonly string[]> {
  const seen: string[] = [];
  await withConnected(client.consumer({ groupId: `${topic}-readers` }), async (consumer) => {
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((done) => {
      const eachMessage = async ({ message }: EachMessagePayload) => {
        seen.push(String(message.value));
        if (seen.length === count) done();
      };
      void consumer.run({ eachMessage });
    });
  });
  return seen;
}

async function withConnected<T extends { connect(): Promise<void>; disconnect(): Promise<void> }>(
  client: T,
  use: (client: T) => Promise<unknown>,
): Promise<void> {
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.disconnect();
  }
}
