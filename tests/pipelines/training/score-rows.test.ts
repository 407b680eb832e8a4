import { expect, test } from "vitest";
import { embeddable } from "../../../models/embedding/embedder.ts";
import type { FeatureRows, Model } from "../../../models/model.ts";
import type { JudgedRows } from "../../../pipelines/training/judged-rows.ts";
import { scoreRows } from "../../../pipelines/training/score-rows.ts";

/** One row per entry, of the search it names; the feature of a row, its query and its title are its number. */
function rowsOf(searches: Uint32Array): JudgedRows {
  const numbers = [...searches.keys()];
  const texts = numbers.map((row) => embeddable(`t${row}`, { words: [`${row}`], stems: [`${row}`] }));
  return {
    features: { featureSet: "test-1", names: ["number"], values: Float32Array.from(numbers), count: searches.length },
    texts: { texts, query: Uint32Array.from(numbers), title: Uint32Array.from(numbers) },
    ...{ grades: new Float32Array(searches.length), queries: texts.map(({ raw }) => raw), searches },
    ...{ labelMin: 1, labelMax: 3, space: "test", hash: "00" },
  };
}

/** Scores a row by its number, once as feature, once as text, and keeps what it was asked. */
function numberModel(asked: FeatureRows[]): Model {
  return {
    kind: "number",
    ...{ scoreMin: 0, scoreMax: 1e6 },
    async score(rows) {
      asked.push(rows);
      return Float32Array.from(rows.values, (value, row) => value + Number(wordOf(rows, row)) / 2);
    },
    save: () => ({}),
    close: async () => {},
  };
}

function wordOf({ texts }: FeatureRows, row: number): string {
  return texts!.texts[texts!.title[row]!]!.words[0]!;
}

test("scoreRows: a search is never split, and each row keeps its features, texts and search", async () => {
  const searches = Uint32Array.from({ length: 9_000 }, (_, row) => (row < 3_990 ? row : row < 4_010 ? 3_990 : row));
  const asked: FeatureRows[] = [];
  const scores = await scoreRows(numberModel(asked), rowsOf(searches));
  expect(scores).toEqual(Float32Array.from(searches, (_, row) => row * 1.5));
  expect(asked.map(({ count }) => count)).toEqual([4_010, 4_000, 990]);
  expect(asked.flatMap((batch) => [...batch.searches!])).toEqual([...searches]);
});

test("scoreRows: only a model with an embedder is given vectors", async () => {
  const asked: FeatureRows[] = [];
  const model = numberModel(asked);
  const embed: NonNullable<Model["embedder"]>["embed"] = async (texts) =>
    texts.map(({ words }) => Float32Array.of(Number(words[0])));
  const embedder = { space: "numbers", dimensions: 1, embed, close: async () => {} };
  await scoreRows(model, rowsOf(Uint32Array.of(0, 1)));
  await scoreRows({ ...model, embedder }, rowsOf(Uint32Array.of(0, 1)));
  expect(asked.map(({ vectors }) => vectors)).toEqual([
    undefined,
    { query: [Float32Array.of(0), Float32Array.of(1)], title: [Float32Array.of(0), Float32Array.of(1)] },
  ]);
});

test("scoreRows: no rows have no scores", async () => {
  expect(await scoreRows(numberModel([]), rowsOf(new Uint32Array()))).toEqual(new Float32Array());
});
