import { createHash } from "node:crypto";
import { join } from "node:path";
import { openByteCache } from "../embedded/byte-cache.ts";
import type { Encoder } from "./open-encoder.ts";

/**
 * The encoder, but each text is encoded once for all time: its vector is kept in `<folder>/<name of the encoder>`, under the hash of
 * the text. For trainings, which come back to the same texts; text itself is not kept. Throws FOLDER_UNWRITABLE.
 */
export function rememberVectors(encoder: Encoder, folder: string): Encoder {
  const cache = openByteCache(join(folder, encoder.name));
  return {
    ...encoder,
    async encode(texts) {
      const known = new Map<string, Float32Array>();
      const wanted = new Map<string, Uint8Array>();
      for (const text of new Set(texts)) {
        const key = keyOf(text);
        const vector = readVector(cache.get(key), encoder.dimensions);
        if (vector === undefined) wanted.set(text, key);
        else known.set(text, vector);
      }
      if (wanted.size > 0) {
        const made = await encoder.encode([...wanted.keys()]);
        await cache.put([...wanted.values()].map((key, i) => [key, bytesOf(made[i]!)]));
        [...wanted.keys()].forEach((text, i) => {
          known.set(text, made[i]!);
        });
      }
      return texts.map((text) => known.get(text)!);
    },
    async close() {
      await cache.close();
      await encoder.close();
    },
  };
}

function keyOf(text: string): Uint8Array {
  return createHash("sha256").update(text).digest().subarray(0, 16);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A copy, since four-byte numbers may not begin anywhere within a page. */
function readVector(bytes: Uint8Array | undefined, dimensions: number): Float32Array | undefined {
  if (bytes?.length !== dimensions * Float32Array.BYTES_PER_ELEMENT) return undefined;
  return new Float32Array(new Uint8Array(bytes).buffer);
}
