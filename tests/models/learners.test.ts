import { expect, test } from "vitest";
import { learners } from "../../models/learners.ts";
import type { Learner, TrainingRows } from "../../models/model.ts";
import { bareSurroundings, quietRun } from "../support/training-run.ts";

const run = quietRun();
const kinds = (Object.values(learners) as unknown as Learner[]).filter(
  ({ learnsFrom }) => learnsFrom === "features" || learnsFrom === "grades",
);
const rows: TrainingRows = {
  ...{ featureSet: "test-1", names: ["length", "overlap"], count: 3, labelMin: 1, labelMax: 3 },
  values: Float32Array.of(1, 0, 2, 0.5, 4, 1),
  grades: Float32Array.of(1, 2, 2.25),
};
const fitted = (learner: Learner, given = rows) => learner.fit(given, learner.defaults, run);
const with5 = (place: number, value: number) => rows.values.map((old, i) => (i === place ? value : old));

test("mean and fixed: give the mean grade and 2.5, clipped to the labels", async () => {
  expect([...(await (await fitted(learners.mean)).score(rows))]).toEqual([1.75, 1.75, 1.75]);
  expect([...(await (await learners.fixed.fit(rows, { value: 2.5 }, run)).score(rows))]).toEqual([2.5, 2.5, 2.5]);
  const narrow = { ...rows, grades: Float32Array.of(0, 1, 1), labelMin: 0, labelMax: 1 };
  expect([...(await (await learners.fixed.fit(narrow, { value: 2.5 }, run)).score(rows))]).toEqual([1, 1, 1]);
  await expect(learners.fixed.fit(rows, { value: Number.NaN }, run)).rejects.toMatchObject({ code: "WRONG_USAGE" });
});

test("fixed: needs no rows, and then scores rows of any features", async () => {
  const nothing = {
    ...rows,
    featureSet: "",
    names: [],
    values: new Float32Array(),
    grades: new Float32Array(),
    count: 0,
  };
  const model = await learners.fixed.fit(nothing, learners.fixed.defaults, run);
  expect([...(await model.score(rows))]).toEqual([2.5, 2.5, 2.5]);
});

test.each(kinds)("$kind: what is saved and loaded scores the same, within its range", async (learner) => {
  const model = await fitted(learner);
  const loaded = await learner.load(model.save(), bareSurroundings);
  expect(await loaded.score(rows)).toEqual(await model.score(rows));
  expect(loaded.save()).toEqual(model.save());
  expect(loaded).toMatchObject({ kind: learner.kind, scoreMin: 1, scoreMax: 3 });
  expect((await fitted(learner)).save()).toEqual(model.save());
  await loaded.close();
});

test.each(kinds)("$kind: refuses rows of other features, and infinite values, by name", async (learner) => {
  const model = await fitted(learner);
  const mismatch = (message: string) => ({ code: "MODEL_MISMATCH", message: expect.stringContaining(message) });
  await expect(model.score({ ...rows, featureSet: "test-2" })).rejects.toMatchObject(mismatch('"test-2"'));
  const turned = { ...rows, names: ["overlap", "length"] };
  await expect(model.score(turned)).rejects.toMatchObject(mismatch('needs "length" as column 1'));
  const wider = { ...rows, names: [...rows.names, "more"], values: new Float32Array(9) };
  await expect(model.score(wider)).rejects.toMatchObject(mismatch('"more"'));
  const broken = { ...rows, values: with5(5, Number.POSITIVE_INFINITY) };
  await expect(model.score(broken)).rejects.toMatchObject(mismatch('row 3, where "overlap" is Infinity'));
  await expect(model.score({ ...rows, count: 4 })).rejects.toThrow("4 rows");
  expect(await model.score({ ...rows, values: new Float32Array(), count: 0 })).toEqual(new Float32Array());
});

const trained = kinds.filter((learner) => learner.kind !== "fixed");
test.each(trained)("$kind: refuses to learn from nothing, from odd grades and from broken values", async (learner) => {
  const impossible = (message: string) => ({ code: "TRAINING_IMPOSSIBLE", message: expect.stringContaining(message) });
  const nothing = { ...rows, values: new Float32Array(), grades: new Float32Array(), count: 0 };
  await expect(fitted(learner, nothing)).rejects.toMatchObject(impossible("no rows"));
  const outside = { ...rows, grades: Float32Array.of(1, 4, 2) };
  await expect(fitted(learner, outside)).rejects.toMatchObject(impossible("row 2 has the grade 4"));
  const unknown = { ...rows, grades: Float32Array.of(1, 2, Number.NaN) };
  await expect(fitted(learner, unknown)).rejects.toMatchObject(impossible("row 3 has the grade NaN"));
  const broken = { ...rows, values: with5(2, Number.POSITIVE_INFINITY) };
  await expect(fitted(learner, broken)).rejects.toMatchObject(impossible('row 2, where "length" is Infinity'));
  await expect(fitted(learner, { ...rows, labelMax: 1 })).rejects.toMatchObject(impossible("no width"));
});

const write = (text: string) => ({ "model.json": new TextEncoder().encode(text) });
test.each(kinds)("$kind: refuses to load what it did not save", async (learner) => {
  const saved = new TextDecoder().decode((await fitted(learner)).save()["model.json"]);
  const artifacts = [
    {},
    write(""),
    write("7"),
    write(saved.slice(0, -5)),
    write(saved.replace(`"${learner.kind}"`, '"forest"')),
    write(saved.replace('"version": 1', '"version": 2')),
    write(saved.replace('"test-1"', "1")),
    write(saved.replace('"length"', "null")),
    write(saved.replace('"scoreMax": 3', '"scoreMax": 0')),
    write(saved.replace(/"(score|intercept)": [^\n,]*/, '"$1": "2"')),
    { "model.json": Uint8Array.of(0xff, 0xfe) },
  ];
  for (const artifact of artifacts) {
    await expect(learner.load(artifact, bareSurroundings)).rejects.toMatchObject({ code: "DATA_DAMAGED" });
  }
});
