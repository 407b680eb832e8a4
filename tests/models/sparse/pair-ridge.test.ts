import { expect, test } from "vitest";
import { embeddable } from "../../../models/embedding/embedder.ts";
import type { Progress } from "../../../models/model.ts";
import { seededRandom } from "../../../models/random.ts";
import { fitPairRidge, loadPairRidge, type PairExamples, pairPenalties } from "../../../models/sparse/pair-ridge.ts";
import type { PairUnit } from "../../../models/sparse/pair-vectors.ts";
import { quietRun } from "../../support/training-run.ts";

const units: readonly PairUnit[] = ["words", "characters"];
const count = 600;

/** Words that nobody else has, so that queries of different folds share none. */
function someWord(random: ReturnType<typeof seededRandom>): string {
  return String.fromCharCode(...Array.from({ length: 6 }, () => 97 + random.int(26)));
}

/** Queries of two words, of which the title has none, one or both; the grade is 1 and one for each. Every query is in one row alone. */
function someExamples(): PairExamples {
  const random = seededRandom(8);
  const grades = Float32Array.from({ length: count }, () => 1 + random.int(3));
  const texts = Array.from(grades, (grade) => {
    const query = [someWord(random), someWord(random)];
    const title = [...query.slice(0, grade - 1), someWord(random), someWord(random)];
    return [query, random.shuffle(title)].map((words) => embeddable(words.join(" "), { words, stems: words }));
  }).flat();
  const rows = Uint32Array.from(grades.keys());
  return {
    texts: { texts, query: rows.map((row) => 2 * row), title: rows.map((row) => 2 * row + 1) },
    grades,
    folds: Uint8Array.from(rows, (row) => row % 3),
  };
}

const examples = someExamples();
const fitted = (unit: PairUnit, penalty = 3) => fitPairRidge(examples, { unit, penalty }, quietRun());

function errorOf(predicted: Float32Array): number {
  return Math.sqrt(predicted.reduce((sum, value, row) => sum + (value - examples.grades[row]!) ** 2, 0) / count);
}

test.each(units)("fitPairRidge: %s of queries that a fit has not seen are predicted by how many match", (unit) => {
  const { outOfFold } = fitted(unit);
  // the grades deviate by 0.82
  expect(errorOf(outOfFold)).toBeLessThan(0.25);
});

test.each(units)("fitPairRidge: out of fold is what a fit on the other folds predicts, %s", async (unit) => {
  const kept = [...examples.folds.keys()].filter((row) => examples.folds[row] !== 1);
  const others = {
    texts: {
      texts: examples.texts.texts,
      query: Uint32Array.from(kept, (row) => examples.texts.query[row]!),
      title: Uint32Array.from(kept, (row) => examples.texts.title[row]!),
    },
    grades: Float32Array.from(kept, (row) => examples.grades[row]!),
    folds: new Uint8Array(kept.length),
  };
  const expected = await fitPairRidge(others, { unit, penalty: 3 }, quietRun()).model.predict(examples.texts);
  const { model, outOfFold } = fitted(unit);
  const furthest = (predicted: Float32Array) =>
    Math.max(...predicted.map((value, row) => (examples.folds[row] === 1 ? Math.abs(value - expected[row]!) : 0)));
  // both end when they are near, from columns that are scaled a little differently
  expect(furthest(outOfFold)).toBeLessThan(0.08);
  expect(furthest(await model.predict(examples.texts))).toBeGreaterThan(0.15);
});

test.each(units)("loadPairRidge: %s predict as before", async (unit) => {
  const { model } = fitted(unit, pairPenalties[unit]);
  const loaded = loadPairRidge("relevance", unit, "pairs", model.save());
  expect(await loaded.predict(examples.texts)).toEqual(await model.predict(examples.texts));
  expect(loaded).toMatchObject({ unit });
});

test("loadPairRidge: refuses a missing file and that of another unit, by name", () => {
  const damaged = expect.objectContaining({
    code: "DATA_DAMAGED",
    message: expect.stringContaining("pairs of a relevance model"),
  });
  const bytes = fitted("characters").model.save();
  expect(() => loadPairRidge("relevance", "words", "pairs", bytes)).toThrow(damaged);
  expect(() => loadPairRidge("relevance", "words", "pairs", undefined)).toThrow(damaged);
});

test("fitPairRidge: tells its progress and stops when asked to", () => {
  const told: Progress[] = [];
  fitPairRidge(examples, { unit: "words", penalty: 3 }, quietRun({ progress: (progress) => told.push(progress) }));
  expect(told[0]).toEqual({ share: 1 / 40, doing: "ridge on pairs of words: step 1" });
  const stopped = quietRun({ signal: AbortSignal.abort(new Error("enough")) });
  expect(() => fitPairRidge(examples, { unit: "words", penalty: 3 }, stopped)).toThrow("enough");
});
