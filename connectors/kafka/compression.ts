import { promisify } from "node:util";
import zlib from "node:zlib";
import kafkajs, { type CompressionTypes } from "kafkajs";
import snappy from "snappyjs";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { KafkaSettings } from "./settings.ts";

/** The kind of error, one for good, where records are met that can't be decompressed; its message names how they are compressed, and what that lacks. */
export const unsupportedCompression = "UNSUPPORTED_COMPRESSION";

type Squeeze = (bytes: Buffer) => Buffer | Promise<Buffer>;

/** How kafkajs has records compressed: it gives the bytes in its own wrapping, and takes them bare. */
export interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(bytes: Buffer): Promise<Buffer>;
}

/** Zstandard came to Node.js with 22.15; the types are those of the oldest version that runs us. */
const { zstdCompress, zstdDecompress } = zlib as unknown as Record<
  string,
  ((bytes: Buffer, done: (error: Error | null, result: Buffer) => void) => void) | undefined
>;

/** Teaches kafkajs, for the whole process, what it can't do by itself: Snappy, and Zstandard where Node.js has it. */
export function registerCodecs(): void {
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  CompressionCodecs[CompressionTypes.Snappy] = () => codec(frame, unframe);
  CompressionCodecs[CompressionTypes.ZSTD] = () => {
    if (zstdCompress === undefined || zstdDecompress === undefined) throw unsupported(zstdLacking);
    return codec(promisify(zstdCompress), promisify(zstdDecompress));
  };
  CompressionCodecs[CompressionTypes.LZ4] = () => {
    throw unsupported("lz4, which can't be read here");
  };
}

/** Kafka's number of a compression; throws where this Node.js lacks it. */
export function compressionType(name: KafkaSettings["compression"]): CompressionTypes {
  const { None, GZIP, Snappy, ZSTD } = kafkajs.CompressionTypes;
  if (name === "zstd" && zstdCompress === undefined) {
    const remedy = "update it, or use compression=gzip or snappy";
    throw new TwinstreamError("LOG_UNAVAILABLE", `the address asks for ${zstdLacking}; ${remedy}`);
  }
  return { none: None, gzip: GZIP, snappy: Snappy, zstd: ZSTD }[name];
}

function codec(compress: Squeeze, decompress: Squeeze): Codec {
  return {
    compress: async ({ buffer }) => compress(buffer),
    decompress: async (bytes) => decompress(bytes),
  };
}

const zstdLacking = `zstd, which needs Node.js 22.15 or newer, and this is ${process.version}`;

/** For whoever knows the topic to explain. */
function unsupported(what: string): Error {
  return Object.assign(new Error(what), { type: unsupportedCompression });
}

/** Kafka's clients put Snappy into the frames of snappy-java: this, two versions, then blocks with their lengths before them. */
const frameMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
const frameHeader = Buffer.concat([frameMagic, Buffer.from([0, 0, 0, 1, 0, 0, 0, 1])]);

function frame(bytes: Buffer): Buffer {
  const block = snappy.compress(bytes);
  const length = Buffer.alloc(4);
  length.writeInt32BE(block.length);
  return Buffer.concat([frameHeader, length, block]);
}

function unframe(bytes: Buffer): Buffer {
  // Some clients write a block without a frame.
  if (!bytes.subarray(0, frameMagic.length).equals(frameMagic)) return snappy.uncompress(bytes);
  const blocks: Buffer[] = [];
  for (let at = frameHeader.length; at < bytes.length; ) {
    const end = at + 4 + bytes.readInt32BE(at);
    blocks.push(snappy.uncompress(bytes.subarray(at + 4, end)));
    at = end;
  }
  return Buffer.concat(blocks);
}
