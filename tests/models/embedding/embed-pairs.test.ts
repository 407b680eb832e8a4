import { expect, test } from "vitest";
import { embedPairs } from "../../../models/embedding/embed-pairs.ts";
import { pairTexts } from "../../support/pair-texts.ts";

test("embedPairs: gives each row the vectors of its texts, and the embedder each text once", async () => {
  const asked: string[] = [];
  const embedder = {
    embed: async (texts: readonly { readonly raw: string }[]) => {
      asked.push(...texts.map(({ raw }) => raw));
      return texts.map(({ raw }) => Float32Array.of(raw.length));
    },
  };
  const { texts } = pairTexts([["fan", "ceiling fan"]]);
  const vectors = await embedPairs(embedder, { texts, query: Uint32Array.of(0, 0), title: Uint32Array.of(1, 0) });
  expect(asked).toEqual(["fan", "ceiling fan"]);
  expect(vectors).toEqual({
    query: [Float32Array.of(3), Float32Array.of(3)],
    title: [Float32Array.of(11), Float32Array.of(3)],
  });
});
