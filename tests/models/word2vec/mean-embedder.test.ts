import { expect, test } from "vitest";
import { embeddable } from "../../../models/embedding/embedder.ts";
import { cosine } from "../../../models/embedding/similarity.ts";
import { createMeanEmbedder } from "../../../models/word2vec/mean-embedder.ts";
import type { WordVectors } from "../../../models/word2vec/word-vectors.ts";

const model: WordVectors = {
  words: [
    ["oak", 3],
    ["tap", 1],
  ],
  sentences: 3,
  dimensions: 2,
  vectors: Float32Array.of(5, 0, 0, 2),
};
const text = (words: string) => embeddable(words, { words: words === "" ? [] : words.split(" "), stems: [] });

/** The vectors of texts. */
async function embed(texts: readonly string[], of = model): Promise<readonly Float32Array[]> {
  return createMeanEmbedder(of).embed(texts.map(text));
}

test("mean of words: unit vectors less what they share, by idf, brought to length 1", async () => {
  // idf of "oak" is 1, of "tap" a = ln(4 / 2) + 1 = 1.6931; the shared part is (3, a) / (3 + a) = (0.6392, 0.3608)
  const a = Math.log(2) + 1;
  const [x, y] = [3 / (3 + a), a / (3 + a)];
  // oak gives (1 - x, -y), tap a (-x, 1 - y); both lie on the line (1, -1)
  const [oak, tap, both, twice] = await embed(["oak", "tap", "oak tap", "oak oak oak oak oak tap"]);
  const half = Math.SQRT1_2;
  expect([...oak!]).toEqual([expect.closeTo(half, 5), expect.closeTo(-half, 5)]);
  expect([...tap!]).toEqual([expect.closeTo(-half, 5), expect.closeTo(half, 5)]);
  expect(Math.sign(both![0]!)).toBe(Math.sign(1 - x - a * x));
  expect(Math.sign(twice![0]!)).toBe(Math.sign(5 * (1 - x) - a * x));
  expect(y).toBeCloseTo(0.3608, 4);
});

test("mean of words: zeros for no words, and texts are alike by an unknown word they share", async () => {
  const [nothing, one, again, other, mixed] = await embed(["", "zx81", "zx81", "c64", "oak zx81"], {
    ...model,
    dimensions: 100,
    vectors: Float32Array.from({ length: 200 }, (_, i) => Math.sin(i * i)),
  });
  expect([...nothing!].every((value) => value === 0)).toBe(true);
  expect(one).toEqual(again);
  expect(Math.hypot(...one!)).toBeCloseTo(1, 5);
  expect(Math.abs(cosine(one!, other!))).toBeLessThan(0.3);
  expect(cosine(one!, mixed!)).toBeGreaterThan(0.7);
});

test("mean of words: the space is named after all that makes its vectors", () => {
  const { space } = createMeanEmbedder(model);
  expect(space).toMatch(/^word2vec-2-1\/[0-9a-f]{8}$/);
  expect(createMeanEmbedder({ ...model, vectors: model.vectors.slice() }).space).toBe(space);
  const others: readonly WordVectors[] = [
    { ...model, vectors: Float32Array.of(5, 0, 0, 2.5) },
    { ...model, sentences: 4 },
    {
      ...model,
      words: [
        ["oak", 3],
        ["sink", 1],
      ],
    },
    {
      ...model,
      words: [
        ["oak", 2],
        ["tap", 1],
      ],
    },
  ];
  expect(new Set([space, ...others.map((other) => createMeanEmbedder(other).space)]).size).toBe(5);
});
