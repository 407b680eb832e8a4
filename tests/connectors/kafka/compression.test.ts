import kafkajs from "kafkajs";
import { expect, onTestFinished, test } from "vitest";
import { openKafkaClient } from "../../../connectors/kafka/client.ts";
import { compressionType, registerCodecs } from "../../../connectors/kafka/compression.ts";
import { openKafkaLog } from "../../../connectors/kafka/kafka-log.ts";
import { readRange } from "../../../connectors/kafka/reading.ts";
import { describeWithKafka } from "../../support/describe-with-servers.ts";
import { appendPlain } from "../../support/kafka-appends.ts";
import { kafkaSettings } from "../../support/kafka-settings.ts";

interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(bytes: Buffer): Promise<Buffer>;
}

registerCodecs();
const { CompressionCodecs, CompressionTypes } = kafkajs;
const codecOf = (type: number) => (CompressionCodecs as Record<number, () => Codec>)[type]!();
const hasZstd = "zstdCompress" in (await import("node:zlib"));

test("snappy: what is framed comes back, whatever its size", async () => {
  const codec = codecOf(CompressionTypes.Snappy);
  for (const size of [0, 1, 65_536, 1_000_000]) {
    const bytes = Buffer.from(Array.from({ length: size }, (_, index) => (index * index) % 251));
    const squeezed = await codec.compress({ buffer: bytes });
    expect(squeezed.subarray(1, 7).toString()).toBe("SNAPPY");
    expect((await codec.decompress(squeezed)).equals(bytes)).toBe(true);
  }
});

test("snappy: several blocks in one frame, and a block without a frame", async () => {
  const codec = codecOf(CompressionTypes.Snappy);
  const [one, two] = await Promise.all(["one", "two"].map((text) => codec.compress({ buffer: Buffer.from(text) })));
  expect(String(await codec.decompress(Buffer.concat([one!, two!.subarray(16)])))).toBe("onetwo");
  expect(String(await codec.decompress(one!.subarray(20)))).toBe("one");
});

test.runIf(hasZstd)("zstd: what is compressed comes back", async () => {
  const codec = codecOf(compressionType("zstd"));
  const bytes = Buffer.alloc(100_000, "zstd");
  const squeezed = await codec.compress({ buffer: bytes });
  expect(squeezed.length).toBeLessThan(1_000);
  expect((await codec.decompress(squeezed)).equals(bytes)).toBe(true);
});

test.skipIf(hasZstd)("zstd: without it, whoever asks for it is told what to do", () => {
  const told = expect.objectContaining({ code: "LOG_UNAVAILABLE", message: expect.stringContaining("Node.js 22.15") });
  expect(() => compressionType("zstd")).toThrow(told);
});

describeWithKafka("kafka compression", (kafka) => {
  test.for([
    ["lz4", "lz4, which can't be read here"],
    ...(hasZstd ? [] : [["zstd", "zstd, which needs Node.js 22.15 or newer"] as const]),
  ] as const)("%s: whoever reads or follows what others wrote is told at once", async ([compression, what]) => {
    const settings = kafkaSettings(kafka().brokers);
    const client = openKafkaClient(settings);
    onTestFinished(() => client.close());
    const configEntries = [{ name: "compression.type", value: compression }];
    const topic = { topic: client.named("in"), numPartitions: 1, replicationFactor: 1, configEntries };
    await (await client.admin()).createTopics({ topics: [topic], waitForLeaders: true });
    await appendPlain(client, "in", 0, ["a".repeat(1_000)]);
    const told = {
      code: "LOG_UNAVAILABLE",
      message: expect.stringContaining(`"${topic.topic}" holds records compressed by ${what}`),
    };
    await expect(readRange(client, "in").next()).rejects.toMatchObject(told);
    const log = await openKafkaLog({ settings });
    onTestFinished(() => log.close());
    const { signal } = new AbortController();
    await expect(log.follow("in", "group", async () => [], { signal })).rejects.toMatchObject(told);
  });
});
