import { expect, test } from "vitest";
import { embeddable, type TextEmbedder } from "../../../models/embedding/embedder.ts";
import { cosinesOf, fitLine } from "../../../models/word2vec/cosine-line.ts";

test("cosine line: the least squares line of three points, and a level one when there is no difference", () => {
  // cosines 0, 1, 2 and grades 1, 2, 2: slope 1/2, mean 5/3 at 1
  const line = fitLine(Float64Array.of(0, 1, 2), Float32Array.of(1, 2, 2));
  expect(line.slope).toBeCloseTo(0.5, 12);
  expect(line.intercept).toBeCloseTo(5 / 3 - 0.5, 12);
  expect(fitLine(Float64Array.of(0.5, 0.5), Float32Array.of(1, 2))).toEqual({ intercept: 1.5, slope: 0 });
});

test("cosine line: the cosine of each row's own texts, over several batches", async () => {
  const texts = ["0", "1", "2"].map((raw) => embeddable(raw, { words: [], stems: [] }));
  const vectors = [Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(3, 4)];
  const embedder: TextEmbedder = {
    space: "test",
    dimensions: 2,
    embed: async (given) => given.map(({ raw }) => vectors[Number(raw)]!),
    close: async () => {},
  };
  const count = 4_001;
  const query = Uint32Array.from({ length: count }, (_, row) => row % 2);
  const title = new Uint32Array(count).fill(2);
  const cosines = await cosinesOf(embedder, { texts, query, title });
  expect(cosines).toHaveLength(count);
  expect([cosines[0], cosines[1], cosines[3_999], cosines[4_000]]).toEqual(
    [0.6, 0.8, 0.8, 0.6].map((value) => expect.closeTo(value, 6)),
  );
});
