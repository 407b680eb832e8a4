import { expect, test } from "vitest";
import { embeddable } from "../../../models/embedding/embedder.ts";
import type { TrainingRows } from "../../../models/model.ts";
import { seededRandom } from "../../../models/random.ts";
import { isWord2vec, word2vec } from "../../../models/word2vec/word2vec.ts";
import type { Artifact } from "../../../schemas/artifact.ts";
import { quietRun } from "../../support/training-run.ts";

const groups = [
  ["faucet", "sink", "spout", "drain", "valve"],
  ["tile", "grout", "mosaic", "mortar", "slate"],
] as const;
const config = { ...word2vec.defaults, dimensions: 10, epochs: 3, subsample: 0 };

/** Rows of five-word texts; a pair of one group has the grade 3, another one 1. */
function someRows(count: number): TrainingRows {
  const random = seededRandom(4);
  const group = Uint8Array.from({ length: 600 }, () => random.int(2));
  const texts = Array.from(group, (which) => {
    const words = Array.from({ length: 5 }, () => groups[which]![random.int(5)]!);
    return embeddable(words.join(" "), { words, stems: words });
  });
  const query = Uint32Array.from({ length: count }, () => random.int(600));
  const title = Uint32Array.from({ length: count }, () => random.int(600));
  const grades = Float32Array.from(query, (place, row) => (group[place] === group[title[row]!] ? 3 : 1));
  const features = { featureSet: "test-1", names: ["a"], values: new Float32Array(count), count };
  return { ...features, grades, labelMin: 1, labelMax: 3, texts: { texts, query, title } };
}

const rows = someRows(800);
const model = await word2vec.fit(rows, config, quietRun({ validation: someRows(50) }));

/** The rows with the vectors of a model's embedder. */
async function withVectors(count: number) {
  const { texts, query, title } = rows.texts!;
  const vectors = await model.embedder!.embed(texts);
  const of = (places: Uint32Array) => Array.from(places.subarray(0, count), (place) => vectors[place]!);
  return { ...rows, values: new Float32Array(count), count, vectors: { query: of(query), title: of(title) } };
}

test("word2vec model: scores pairs by the group of their words", async () => {
  const scores = await model.score(await withVectors(100));
  const errors = scores.map((score, row) => Math.abs(score - rows.grades[row]!));
  expect(errors.reduce((sum, error) => sum + error, 0) / 100).toBeLessThan(0.2);
  expect(Math.min(...scores)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...scores)).toBeLessThanOrEqual(3);
  expect(model).toMatchObject({ kind: "word2vec", scoreMin: 1, scoreMax: 3 });
});

test("word2vec model: what the cosine adds tells the scores within the range", async () => {
  const some = await withVectors(100);
  const [scores, explained] = [await model.score(some), await model.explain!(some)];
  expect(explained.names).toEqual(["cosine of the word vectors of query and title"]);
  const clipped = [...explained.values].map((value) => Math.min(3, Math.max(1, explained.base + value)));
  expect(clipped).toEqual([...scores].map((score) => expect.closeTo(score, 5)));
});

test("word2vec model: what is saved and loaded scores, embeds and neighbours the same", async () => {
  const loaded = await word2vec.load(model.save());
  const some = await withVectors(50);
  expect(await loaded.score(some)).toEqual(await model.score(some));
  expect(loaded.embedder!.space).toBe(model.embedder!.space);
  expect(loaded.wordVectors).toEqual(model.wordVectors);
  expect(loaded.neighbours("sink", 4)).toEqual(model.neighbours("sink", 4));
  expect(loaded.save()).toEqual(model.save());
  expect(isWord2vec(loaded)).toBe(true);
  await loaded.close();
});

test("word2vec model: neighbours, and words written alike for one that it doesn't know", () => {
  expect(
    model
      .neighbours("grout", 4)!
      .map(({ word }) => word)
      .toSorted(),
  ).toEqual(["mortar", "mosaic", "slate", "tile"]);
  expect(model.neighbours("spot", 4)).toBeUndefined();
  expect(model.similarlyWritten("spot")).toContain("spout");
});

test("word2vec model: refuses rows without vectors, and without texts to learn from", async () => {
  await expect(model.score(rows)).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
  const empty = {
    ...rows,
    texts: { ...rows.texts!, texts: rows.texts!.texts.map(() => embeddable("", { words: [], stems: [] })) },
  };
  await expect(word2vec.fit(empty, config, quietRun())).rejects.toMatchObject({ code: "TRAINING_IMPOSSIBLE" });
  const none = { ...rows, values: new Float32Array(), grades: new Float32Array(), count: 0 };
  await expect(word2vec.fit(none, config, quietRun())).rejects.toMatchObject({ code: "TRAINING_IMPOSSIBLE" });
  const { texts: _texts, ...featuresOnly } = rows;
  await expect(word2vec.fit(featuresOnly, config, quietRun())).rejects.toThrow("these rows have none");
});

test("word2vec model: damaged files are named", async () => {
  const files = model.save();
  const words = new TextDecoder().decode(files["words.txt"]);
  const vectors = files["vectors.safetensors"]!;
  const text = (value: string) => new TextEncoder().encode(value);
  const infinite = vectors.slice();
  infinite.set([0, 0, 0xc0, 0x7f], vectors.length - 4);
  const damages: readonly (readonly [Artifact, string])[] = [
    [{ "model.json": undefined! }, "model.json"],
    [{ "words.txt": undefined! }, "words.txt"],
    [{ "words.txt": text(words.slice(0, -1)) }, "cut short"],
    [{ "words.txt": text("") }, "cut short"],
    [{ "words.txt": text(words.replace(" ", "")) }, "line 1"],
    [{ "words.txt": text(`${words}${words}`) }, "twice"],
    [{ "words.txt": text(`${words}more 3\n`) }, "for 11 words"],
    [{ "words.txt": Uint8Array.of(0xff, 0x0a) }, "no text"],
    [{ "vectors.safetensors": undefined! }, "safetensors"],
    [{ "vectors.safetensors": vectors.subarray(0, 300) }, "cut short"],
    [{ "vectors.safetensors": infinite }, "not finite"],
  ];
  for (const [change, message] of damages) {
    const present = Object.entries({ ...files, ...change }).filter(([, bytes]) => bytes !== undefined);
    const failed = word2vec.load(Object.fromEntries(present));
    await expect(failed).rejects.toMatchObject({ code: "DATA_DAMAGED", message: expect.stringContaining(message) });
  }
});
