import { expect, test } from "vitest";
import type { Progress, TrainingRows } from "../../../models/model.ts";
import { seededRandom } from "../../../models/random.ts";
import { fitTrees, type TreeExamples } from "../../../models/relevance/fit-trees.ts";
import { relevance } from "../../../models/relevance/relevance.ts";
import type { RelevanceConfig } from "../../../models/relevance/relevance-config.ts";
import { predictTrees } from "../../../models/trees/tree-ensemble.ts";
import { pairTexts } from "../../support/pair-texts.ts";
import { quietRun } from "../../support/training-run.ts";

const count = 240;
const random = seededRandom(6);
const feature = Float32Array.from({ length: count }, () => random.uniform());
const column = Float32Array.from({ length: count }, () => random.uniform());
const grades = feature.map((value, row) => 1 + value + Number(column[row]! > 0.5) + 0.05 * random.uniform());
const rows: TrainingRows = {
  ...{ featureSet: "test-1", names: ["a"], values: feature, count, grades, labelMin: 1, labelMax: 3 },
  texts: pairTexts(Array.from({ length: count }, (_, row) => [`query ${row % 12}`, `title ${row}`] as const)),
};
const examples: TreeExamples = { rows, blocks: [{ values: column, width: 1 }] };
const config: RelevanceConfig = {
  ...relevance.defaults,
  boosters: 2,
  rounds: 40,
  learningRate: 0.2,
  leaves: 6,
  minRows: 5,
  folds: 3,
  columnShare: 1,
};

/** The trees for products among others, and the errors. */
async function fitQuickly(given: TreeExamples, its = config, run = quietRun(), validation?: TreeExamples) {
  const { trees, errors } = await fitTrees(given, validation, its, run, { isQuick: true });
  return { ensemble: trees.together, errors: errors! };
}

const spread = (values: Float64Array) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

test("fitTrees: learns from features and from what members say", async () => {
  const { ensemble, errors } = await fitQuickly(examples);
  expect(ensemble).toMatchObject({ columns: 2 });
  expect(ensemble.roots).toHaveLength(80);
  expect(spread(errors)).toBeLessThan(0.15);
  const both = Float32Array.from({ length: 2 * count }, (_, at) => (at % 2 ? column : feature)[Math.floor(at / 2)]!);
  expect(spread(predictTrees(ensemble, both).map((score, row) => score - grades[row]!))).toBeLessThan(0.1);
});

test("fitTrees: the error of a row comes from trees that learned from no row of its pair", async () => {
  const { texts, query, title } = rows.texts!;
  // rows 0 and 1 are one pair, which nothing but its own grade can tell from others
  const twice = { ...rows, texts: { texts, query: query.with(1, query[0]!), title: title.with(1, title[0]!) } };
  const alike = (values: Float32Array) => values.with(1, values[0]!);
  const given = (grade: number): TreeExamples => ({
    blocks: [{ values: alike(column), width: 1 }],
    rows: { ...twice, values: alike(feature), grades: grades.with(0, grade).with(1, grade) },
  });
  const greedy = { ...config, boosters: 1, rounds: 60, leaves: 200, minRows: 1, l2: 0, rowShare: 1 };
  const errors = await Promise.all([1, 3].map(async (grade) => (await fitQuickly(given(grade), greedy)).errors));
  for (const row of [0, 1]) expect(errors[1]![row]! - errors[0]![row]!).toBeCloseTo(2, 6);
});

test("fitTrees: stops by the validation rows, and grows as many trees for the errors", async () => {
  const told: Progress[] = [];
  const noise = (size: number) => Float32Array.from({ length: size }, () => 1 + random.uniform());
  const validation: TreeExamples = {
    rows: { ...rows, values: noise(count), grades: noise(count) },
    blocks: [{ values: noise(count), width: 1 }],
  };
  const run = quietRun({ progress: (progress) => told.push(progress) });
  const { ensemble } = await fitQuickly(examples, { ...config, patience: 3 }, run, validation);
  expect(ensemble.roots.length).toBeLessThan(80);
  const shares = told.map(({ share }) => share);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
  expect(told.at(-1)!.doing).toBe(`trees 5 of 5, round ${Math.round(ensemble.roots.length / 2)}`);
});

test("fitTrees: one pair alone is in one fold, so it has no errors to tell", async () => {
  const texts = pairTexts([["saw", "steel saw"]]);
  const one = { texts: texts.texts, query: Uint32Array.of(0, 0), title: Uint32Array.of(1, 1) };
  const few = { ...rows, values: Float32Array.of(1, 1), count: 2, grades: Float32Array.of(1, 3), texts: one };
  const { ensemble, errors } = await fitQuickly({ rows: few, blocks: [] }, { ...config, rowShare: 1 });
  expect([...predictTrees(ensemble, Float32Array.of(1))]).toEqual([expect.closeTo(2, 6)]);
  expect([...errors]).toEqual([0, 0]);
});
