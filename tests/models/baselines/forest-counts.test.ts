import { expect, test } from "vitest";
import { forestChars, forestWords } from "../../../models/baselines/forest-counts.ts";
import { embeddable } from "../../../models/embedding/embedder.ts";
import type { Progress, TrainingRows } from "../../../models/model.ts";
import { seededRandom } from "../../../models/random.ts";
import { quietRun } from "../../support/training-run.ts";

const shop = ["oak", "pine", "door", "lamp", "shelf", "tile"];

/** Pairs of one word in the query and two in the title; the grade is 3 where one of them is oak but not both sides name it, else 1. */
function someRows(count: number, seed: number): TrainingRows {
  const random = seededRandom(seed);
  const text = (length: number) => {
    const words = Array.from({ length }, () => shop[random.int(shop.length)]!);
    return embeddable(words.join(" ").toUpperCase(), { words, stems: words });
  };
  const texts = Array.from({ length: 2 * count }, (_, i) => text(i < count ? 1 : 2));
  const query = Uint32Array.from({ length: count }, (_, row) => row);
  const title = query.map((row) => count + row);
  const hasOak = (place: number) => texts[place]!.words.includes("oak");
  const grades = Float32Array.from(query, (place, row) => (hasOak(place) !== hasOak(title[row]!) ? 3 : 1));
  const features = { featureSet: "test-1", names: ["a"], values: new Float32Array(count), count };
  return { ...features, grades, labelMin: 1, labelMax: 3, texts: { texts, query, title } };
}

const [rows, fresh] = [someRows(500, 1), someRows(300, 2)];
const config = { trees: 10, leafRows: 3, depth: 20, columnsPerTree: 1, columnsPerNode: 1, minRows: 2 };
const quiet = quietRun();

test.each([forestWords, forestChars])(
  "$kind: learns what no sum of counts says, and is the same when loaded",
  async (learner) => {
    const model = await learner.fit(rows, config, quiet);
    const scores = await model.score(fresh);
    const isRight = Array.from(scores, (score, row) => Math.abs(score - fresh.grades[row]!) < 0.5);
    expect(isRight.filter((right) => right).length).toBeGreaterThan(270);
    const loaded = await learner.load(model.save());
    expect(await loaded.score(fresh)).toEqual(scores);
    expect(await (await learner.load(loaded.save())).score(fresh)).toEqual(scores);
    expect(loaded).toMatchObject({ kind: learner.kind, scoreMin: 1, scoreMax: 3 });
    expect((await learner.fit(rows, config, quiet)).save()).toEqual(model.save());
  },
);

test.each([forestWords, forestChars])("$kind: tells what its scores are made of", async (learner) => {
  const few = { ...fresh, count: 20, values: new Float32Array(20) };
  const texts = { ...fresh.texts!, query: fresh.texts!.query.slice(0, 20), title: fresh.texts!.title.slice(0, 20) };
  const model = await learner.fit({ ...rows, labelMin: -10, labelMax: 10 }, config, quiet);
  const scores = await model.score({ ...few, texts });
  const { names, base, values } = await model.explain!({ ...few, texts });
  const sums = Array.from(scores, (_, row) =>
    values.subarray(row * names.length, (row + 1) * names.length).reduce((sum, value) => sum + value, base),
  );
  expect(sums).toEqual(Array.from(scores, (score) => expect.closeTo(score, 5)));
  expect(names).toContain(learner === forestWords ? '"oak" in the query' : '"k" in the query');
});

test("forest-words: tells its progress and stops when asked to", async () => {
  const told: Progress[] = [];
  await forestWords.fit(rows, { ...config, trees: 2 }, quietRun({ progress: (progress) => told.push(progress) }));
  expect(told.map(({ doing }) => doing)).toEqual(["forest-words: tree 1 of 2", "forest-words: tree 2 of 2"]);
  const stopped = quietRun({ signal: AbortSignal.abort(new Error("enough")) });
  await expect(forestWords.fit(rows, config, stopped)).rejects.toThrow("enough");
});

test("forest-words: refuses rows without texts or with too rare words, and odd settings", async () => {
  const { texts: _texts, ...bare } = rows;
  const model = await forestWords.fit(rows, { ...config, trees: 1 }, quiet);
  await expect(model.score(bare)).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
  await expect(forestWords.fit(bare, config, quiet)).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
  const rare = { ...config, minRows: 1_000 };
  await expect(forestWords.fit(rows, rare, quiet)).rejects.toMatchObject({ code: "TRAINING_IMPOSSIBLE" });
  for (const odd of [
    { trees: 0 },
    { leafRows: 1.5 },
    { depth: -1 },
    { minRows: 0 },
    { columnsPerTree: 0 },
    { columnsPerNode: 2 },
  ]) {
    await expect(forestWords.fit(rows, { ...config, ...odd }, quiet)).rejects.toMatchObject({ code: "WRONG_USAGE" });
  }
});

test("forest-words: refuses to load what it did not save, and trees of other columns", async () => {
  const saved = (await forestWords.fit(rows, { ...config, trees: 1 }, quiet)).save();
  const chars = (await forestChars.fit(rows, { ...config, trees: 1 }, quiet)).save();
  for (const name of Object.keys(saved)) {
    const { [name]: file, ...others } = saved;
    for (const artifact of [others, { ...others, [name]: file!.slice(0, -2) }, { ...others, [name]: chars[name]! }]) {
      await expect(forestWords.load(artifact)).rejects.toMatchObject({ code: "DATA_DAMAGED" });
    }
  }
});
