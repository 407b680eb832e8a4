import { expect, test } from "vitest";
import { type LinearCountsConfig, linearChars, linearWords } from "../../../models/baselines/linear-counts.ts";
import { embeddable } from "../../../models/embedding/embedder.ts";
import type { Progress, TrainingRows } from "../../../models/model.ts";
import { seededRandom } from "../../../models/random.ts";
import { quietRun } from "../../support/training-run.ts";

const shop = ["oak", "pine", "door", "lamp", "shelf", "tile"];

/** Pairs of two-word texts; each `oak` in a title adds half a grade and each `lamp` takes one away, give or take the noise. */
function someRows(count: number, noise: number, seed = 3): TrainingRows {
  const random = seededRandom(seed);
  const word = () => shop[random.int(shop.length)]!;
  const texts = Array.from({ length: 2 * count }, () => {
    const words = [word(), word()];
    return embeddable(words.join(" ").toUpperCase(), { words, stems: words });
  });
  const query = Uint32Array.from({ length: count }, (_, row) => row);
  const title = query.map((row) => count + row);
  const grades = Float32Array.from(title, (place) => {
    const { words } = texts[place]!;
    const worth = words.map((one) => (one === "oak" ? 0.5 : one === "lamp" ? -0.5 : 0));
    return 2.5 + worth[0]! + worth[1]! + noise * (random.uniform() - 0.5);
  });
  const features = { featureSet: "test-1", names: ["a"], values: new Float32Array(count), count };
  return { ...features, grades, labelMin: 1, labelMax: 4, texts: { texts, query, title } };
}

const plain: LinearCountsConfig = { penalties: [0], minRows: 1 };
const quiet = quietRun();

test.each([linearWords, linearChars])(
  "$kind: what is saved and loaded scores the same, within its range",
  async (learner) => {
    const rows = someRows(80, 1);
    const model = await learner.fit(rows, learner.defaults, quiet);
    const loaded = await learner.load(model.save());
    expect(await loaded.score(rows)).toEqual(await model.score(rows));
    expect(loaded.save()).toEqual(model.save());
    expect(loaded).toMatchObject({ kind: learner.kind, scoreMin: 1, scoreMax: 4 });
    const beyond = await learner.fit(
      { ...rows, labelMax: 5, grades: rows.grades.map((grade) => grade + 1) },
      plain,
      quiet,
    );
    expect(Math.max(...(await beyond.score(rows)))).toBeLessThanOrEqual(5);
  },
);

test("linear-words: plain least squares finds what each word is worth, and passes over words that it never met", async () => {
  const rows = someRows(200, 0);
  const model = await linearWords.fit(rows, plain, quiet);
  const asked = ["oak tile", "lamp tile", "oak lamp", "door tile", "oak new", "lamp new"].map((raw) =>
    embeddable(raw, { words: raw.split(" "), stems: [] }),
  );
  const texts = { texts: asked, query: new Uint32Array(6).fill(3), title: Uint32Array.of(0, 1, 2, 3, 4, 5) };
  const scores = await model.score({ ...rows, values: new Float32Array(6), count: 6, texts });
  expect([scores[0]! - scores[1]!, scores[2]! - scores[3]!, scores[4]! - scores[5]!]).toEqual(
    [1, 0, 1].map((worth) => expect.closeTo(worth, 3)),
  );
});

test.each([linearWords, linearChars])("$kind: tells what its scores are made of", async (learner) => {
  const rows = someRows(80, 1);
  const model = await learner.fit({ ...rows, labelMin: -10, labelMax: 10 }, learner.defaults, quiet);
  const scores = await model.score(rows);
  const { names, base, values } = await model.explain!(rows);
  const sums = Array.from(scores, (_, row) =>
    values.subarray(row * names.length, (row + 1) * names.length).reduce((sum, value) => sum + value, base),
  );
  expect(sums).toEqual(Array.from(scores, (score) => expect.closeTo(score, 5)));
  expect(names).toContain(learner === linearWords ? '"oak" in the title' : '"k" in the title');
  await expect(model.explain!({ ...rows, texts: undefined } as never)).rejects.toMatchObject({
    code: "MODEL_MISMATCH",
  });
});

test("linear-words: takes the penalty with the least error on the rows to choose by", async () => {
  const [rows, validation] = [someRows(16, 1), someRows(400, 0, 4)];
  const penalties = [0, 1, 1e6];
  const error = async (config: LinearCountsConfig) => {
    const scores = await (await linearWords.fit(rows, config, quietRun({ validation }))).score(validation);
    return scores.reduce((sum, score, row) => sum + (score - validation.grades[row]!) ** 2, 0);
  };
  const alone = await Promise.all(penalties.map((penalty) => error({ penalties: [penalty], minRows: 1 })));
  expect(alone.indexOf(Math.min(...alone))).toBe(1);
  expect(await error({ penalties, minRows: 1 })).toBeCloseTo(alone[1]!, 6);
});

test("linear-words: tells its progress and stops when asked to", async () => {
  const told: Progress[] = [];
  await linearWords.fit(someRows(50, 1), plain, quietRun({ progress: (progress) => told.push(progress) }));
  expect(told.map(({ share }) => share)).toEqual([...told.map(({ share }) => share)].sort((a, b) => a - b));
  expect(told.at(-1)).toEqual({ share: 1, doing: "linear-words: chose penalty 0" });
  const stopped = quietRun({ signal: AbortSignal.abort(new Error("enough")) });
  await expect(linearWords.fit(someRows(50, 1), plain, stopped)).rejects.toThrow("enough");
});

test("linear-words: refuses rows without texts, grades without difference, and odd settings", async () => {
  const rows = someRows(10, 1);
  const { texts: _texts, ...bare } = rows;
  const model = await linearWords.fit(rows, plain, quiet);
  await expect(model.score(bare)).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
  await expect(linearWords.fit(bare, plain, quiet)).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
  const equal = { ...rows, grades: new Float32Array(10).fill(2) };
  await expect(linearWords.fit(equal, plain, quiet)).rejects.toMatchObject({ code: "TRAINING_IMPOSSIBLE" });
  for (const odd of [{ penalties: [] }, { penalties: [-1] }, { penalties: [Number.NaN] }, { minRows: 0 }]) {
    await expect(linearWords.fit(rows, { ...plain, ...odd }, quiet)).rejects.toMatchObject({ code: "WRONG_USAGE" });
  }
});

test("linear-words: refuses to load what it did not save", async () => {
  const saved = (await linearWords.fit(someRows(30, 1), plain, quiet)).save();
  for (const name of Object.keys(saved)) {
    const { [name]: file, ...others } = saved;
    for (const artifact of [others, { ...others, [name]: file!.slice(0, -2) }]) {
      await expect(linearWords.load(artifact)).rejects.toMatchObject({ code: "DATA_DAMAGED" });
    }
  }
  const chars = (await linearChars.fit(someRows(30, 1), plain, quiet)).save();
  await expect(linearWords.load(chars)).rejects.toMatchObject({ code: "DATA_DAMAGED" });
});
