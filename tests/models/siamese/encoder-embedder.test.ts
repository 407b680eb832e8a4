import { expect, test } from "vitest";
import { embeddable } from "../../../models/embedding/embedder.ts";
import { encoderEmbedder } from "../../../models/siamese/encoder-embedder.ts";
import { fakeEncoder, sentenceVector } from "../../support/fake-encoder.ts";

const text = (raw: string) => embeddable(raw, { words: [], stems: [] });

async function embedderWith(capacity: number) {
  const { asked, counts, openEncoder } = fakeEncoder();
  return { asked, counts, embedder: encoderEmbedder(await openEncoder("here"), capacity) };
}

test("encoderEmbedder: encodes a text that it met lately only once, a blank one never", async () => {
  const { asked, embedder } = await embedderWith(2);
  const vectors = await embedder.embed(["saw", " ", "saw"].map(text));
  expect(vectors).toEqual([sentenceVector("saw"), new Float32Array(8), sentenceVector("saw")]);
  await embedder.embed([text("saw")]);
  expect(asked).toEqual(["saw"]);
  await embedder.embed(["nut", "bolt", "saw"].map(text));
  expect(asked.filter((raw) => raw === "saw")).toHaveLength(2);
});

test("encoderEmbedder: more texts at once than it remembers come out right; closing it closes the encoder", async () => {
  const { counts, embedder } = await embedderWith(2);
  const raws = ["saw", "nut", "saw", "bolt"];
  expect(await embedder.embed(raws.map(text))).toEqual(raws.map((raw) => sentenceVector(raw)));
  expect(embedder).toMatchObject({ space: "fake-1", dimensions: 8 });
  await embedder.close();
  expect(counts.closed).toBe(1);
});
