import { Kafka, logLevel } from "kafkajs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type KafkaCluster, startKafka } from "../support/kafka-broker.ts";

describe("kafka broker", () => {
  let cluster: KafkaCluster;
  beforeAll(async () => {
    cluster = await startKafka();
  }, 300_000);
  afterAll(() => cluster.stop());

  test("kafka: keeps what it is given and gives it back", async () => {
    const client = new Kafka({ brokers: [...cluster.brokers], logLevel: logLevel.NOTHING });
    await withConnected(client.admin(), (admin) =>
      admin.createTopics({ topics: [{ topic: "a" }], waitForLeaders: true }),
    );
    await withConnected(client.producer(), (p) =>
      p.send({ topic: "a", messages: [{ value: "one" }, { value: "two" }] }),
    );
    const consumer = client.consumer({ groupId: "g" });
    const seen: string[] = [];
    await withConnected(consumer, async () => {
      await consumer.subscribe({ topic: "a", fromBeginning: true });
      await new Promise<void>((done) => {
        void consumer.run({
          eachMessage: async ({ message }) => {
            seen.push(String(message.value));
            if (seen.length === 2) done();
          },
        });
      });
    });
    expect(seen).toEqual(["one", "two"]);
  });
});

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
