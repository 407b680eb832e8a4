import { expect, test } from "vitest";
import type { WordVectors } from "../../../models/word2vec/word-vectors.ts";
import { loadWordVectors, saveWordVectors } from "../../../models/word2vec/word-vectors-file.ts";

const vectors: WordVectors = {
  words: [
    ["tap", 7],
    ["évier", 3],
  ],
  ...{ sentences: 9, dimensions: 3, vectors: Float32Array.of(1, 2, 3, -4, 5, 6) },
};
const files = saveWordVectors(vectors);
const write = (text: string) => new TextEncoder().encode(text);

test("word-vectors-file: gives back what was saved", () => {
  expect(loadWordVectors(files)).toEqual(vectors);
});

test.each([
  "",
  "tap 7\névier 3",
  "tap 7\n",
  "tap 7\ntap 3\n",
  "tap 7\névier\n",
  "tap 7\névier 03\n",
  "tap 7\névier 3 1\n",
])("word-vectors-file: refuses the words %j", (words) => {
  const damaged = expect.objectContaining({ code: "DATA_DAMAGED" });
  expect(() => loadWordVectors({ ...files, "words.txt": write(words) })).toThrow(damaged);
});

test("word-vectors-file: refuses vectors that are missing, cut or not finite, and words that are no text", () => {
  const damaged = expect.objectContaining({ code: "DATA_DAMAGED" });
  const { "vectors.safetensors": bytes, ...words } = files;
  const broken = saveWordVectors({ ...vectors, vectors: vectors.vectors.map(() => Number.NaN) });
  for (const other of [
    words,
    { ...files, "vectors.safetensors": bytes!.subarray(0, bytes!.length - 4) },
    { ...files, "vectors.safetensors": broken["vectors.safetensors"]! },
    saveWordVectors({ ...vectors, sentences: 0 }),
    { ...files, "words.txt": Uint8Array.of(0xff, 0xfe, 0x0a) },
  ]) {
    expect(() => loadWordVectors(other)).toThrow(damaged);
  }
});
