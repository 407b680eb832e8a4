import { BoundedCache } from "../bounded-cache.ts";
import type { TextEmbedder } from "../embedding/embedder.ts";
import type { SentenceEncoder } from "../embedding/sentence-encoder.ts";

/** The texts whose vectors stay in memory: with 384 numbers each about 30 MB. */
const rememberedTexts = 20_000;

interface Slot {
  readonly raw: string;
  vector: Float32Array | undefined;
}

/** A sentence encoder as embedder: it reads texts as they came, and encodes one that it met lately only once. Closing it closes the encoder. */
export function encoderEmbedder(encoder: SentenceEncoder, capacity = rememberedTexts): TextEmbedder {
  const cache = new BoundedCache<string, Slot>(capacity);
  return {
    space: encoder.name,
    dimensions: encoder.dimensions,
    async embed(texts) {
      const slots = texts.map(({ raw }) => cache.getOrMake(raw, () => emptySlot(raw, encoder.dimensions)));
      const wanted = [...new Set(slots.filter(({ vector }) => vector === undefined))];
      const vectors = await encoder.encode(wanted.map(({ raw }) => raw));
      wanted.forEach((slot, i) => {
        slot.vector = vectors[i]!;
      });
      return slots.map(({ vector }) => vector!);
    },
    close: () => encoder.close(),
  };
}

/** Nothing can be made of a blank text. */
function emptySlot(raw: string, dimensions: number): Slot {
  return { raw, vector: raw.trim() === "" ? new Float32Array(dimensions) : undefined };
}
