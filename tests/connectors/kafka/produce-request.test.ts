import { createRequire } from "node:module";
import kafkajs from "kafkajs";
import { expect, onTestFinished, test, vi } from "vitest";
import { type ProduceOrder, produceRequests } from "../../../connectors/kafka/kafkajs-inside.ts";
import { installProduceRequest } from "../../../connectors/kafka/produce-request.ts";

installProduceRequest();

/** What kafkajs sends with, looked up as it does. */
const { protocol } = createRequire(import.meta.url)("kafkajs/src/protocol/requests/produce") as {
  protocol(which: { version: number }): (order: ProduceOrder) => { request: ReturnType<typeof produceRequests.own> };
};

async function bodies(order: ProduceOrder): Promise<{ ours: Buffer; theirs: Buffer }> {
  vi.useFakeTimers({ now: 1_700_000_000_123, toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const ours = await protocol({ version: 7 })(order).request.encode();
  return { ours: ours.buffer, theirs: (await produceRequests.own(order).encode()).buffer };
}

const plain = { acks: -1, timeout: 30_000, producerId: 5n, producerEpoch: 3 };
const partition = { partition: 2, firstSequence: 70_000 };
const bytes = (length: number) => Buffer.from(Array.from({ length }, (_, i) => (i * 7) % 251));

const records = {
  "one without a key": [{ key: null, value: bytes(10) }],
  "one that is a tombstone": [{ key: Buffer.from("key"), value: null }],
  "of many sizes": Array.from({ length: 90 }, (_, i) => ({ key: bytes(i), value: bytes(i ** 2) })),
  "with headers": [
    { key: "k", value: "v", headers: { "twinstream-entered": "1", naïve: bytes(200), two: ["a", bytes(2)] } },
  ],
  "with texts beyond ASCII": [{ key: "zażółć", value: "größer 漢字 😀" }],
  "of several times": [1_700_000_000_000, 1_700_000_000_100, 1_700_009_000_000].map((time) => ({
    value: "v",
    timestamp: String(time),
  })),
} satisfies Record<string, ProduceOrder["topicData"][number]["partitions"][number]["messages"]>;

test.each(Object.keys(records) as (keyof typeof records)[])(
  "produce request: records %s are, byte for byte, what kafkajs writes",
  async (name) => {
    const topicData = [{ topic: "größe", partitions: [{ ...partition, messages: records[name] }] }];
    const { ours, theirs } = await bodies({ ...plain, transactionalId: "group-2", topicData });
    expect(ours.equals(theirs)).toBe(true);
  },
);

test.each(["None", "GZIP"] as const)(
  "produce request: several topics, without a transaction, compressed with %s",
  async (name) => {
    const messages = records["of many sizes"];
    const topicData = ["scores", "dead-letters"].map((topic) => ({
      topic,
      partitions: [0, 1].map((number) => ({ partition: number, firstSequence: 0, messages })),
    }));
    const { ours, theirs } = await bodies({
      acks: 0,
      timeout: 1,
      compression: kafkajs.CompressionTypes[name],
      topicData,
    });
    expect(ours.equals(theirs)).toBe(true);
  },
);
