import { expect, test } from "vitest";
import { ablateFeatures } from "../../models/ablate-features.ts";
import { ridge } from "../../models/baselines/ridge.ts";
import { learners } from "../../models/learners.ts";
import type { Learner, TrainingRows } from "../../models/model.ts";
import { seededRandom } from "../../models/random.ts";
import { quietRun } from "../support/training-run.ts";

/** Grades that follow from `bm25` alone. */
function rankedRows(count: number, seed: number): TrainingRows {
  const random = seededRandom(seed);
  const names = ["query_words", "bm25", "title_words"];
  const values = Float32Array.from({ length: names.length * count }, () => random.uniform());
  const grades = Float32Array.from({ length: count }, (_, row) => 1 + 2 * values[3 * row + 1]!);
  return { featureSet: "test-1", names, values, count, grades, labelMin: 1, labelMax: 3 };
}

const rows = rankedRows(200, 1);
const run = quietRun({ validation: rankedRows(50, 2) });
const furthest = (scores: Float32Array) =>
  Math.max(...scores.map((score, row) => Math.abs(score - run.validation.grades[row]!)));

test("ablateFeatures: without the group that tells the grade nothing is left of it, without another all", async () => {
  const ablation = ablateFeatures(ridge as unknown as Learner, rows, { penalties: [1e-6] });
  expect(ablation.groups.map(({ name, columns }) => [name, columns])).toEqual([
    ["shape", 2],
    ["ranking", 1],
  ]);
  expect(ablation.costly).toEqual([]);
  expect(furthest(await ablation.scores([], run))).toBeLessThan(1e-3);
  expect(furthest(await ablation.scores(["shape"], run))).toBeLessThan(1e-3);
  expect(furthest(await ablation.scores(["ranking"], run))).toBeGreaterThan(0.5);
});

test("ablateFeatures: is what training on rows without the columns comes to", async () => {
  const bare = (given: TrainingRows): TrainingRows => ({
    ...given,
    names: ["bm25"],
    values: given.values.filter((_, i) => i % 3 === 1),
  });
  const kind = learners["boosted-lexical"] as unknown as Learner;
  const config = { ...learners["boosted-lexical"].defaults, rounds: 10 };
  const model = await kind.fit(bare(rows), config, { ...run, validation: bare(run.validation) });
  const scores = await ablateFeatures(kind, rows, config).scores(["shape"], run);
  expect(scores).toEqual(await model.score(bare(run.validation)));
});

test("ablateFeatures: refuses what has no feature of a group", () => {
  const wrong = expect.objectContaining({ code: "WRONG_USAGE" });
  const other = learners["linear-words"] as unknown as Learner;
  expect(() => ablateFeatures(other, rows, {})).toThrow(wrong);
  const strange = { ...rows, names: ["a", "b", "c"] };
  expect(() => ablateFeatures(ridge as unknown as Learner, strange, {})).toThrow(wrong);
});
