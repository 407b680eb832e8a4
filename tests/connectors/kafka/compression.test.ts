import kafkajs from "kafkajs";
import { expect, test } from "vitest";
import { compressionType, registerCodecs } from "../../../connectors/kafka/compression.ts";

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

test.skipIf(hasZstd)("zstd: without it, whoever asks for it or meets it is told what to do", () => {
  const told = expect.objectContaining({ code: "LOG_UNAVAILABLE", message: expect.stringContaining("Node.js 22.15") });
  expect(() => compressionType("zstd")).toThrow(told);
  expect(() => codecOf(CompressionTypes.ZSTD)).toThrow(told);
});

test("lz4: whoever meets it is told what to do", () => {
  expect(() => codecOf(CompressionTypes.LZ4)).toThrow("gzip, snappy or zstd");
});
