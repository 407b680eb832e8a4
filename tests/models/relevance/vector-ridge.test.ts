import { expect, test } from "vitest";
import { fitRidge, normalEquations, type StandardRows } from "../../../models/baselines/ridge-fit.ts";
import { toUnitLength } from "../../../models/embedding/similarity.ts";
import { seededRandom } from "../../../models/random.ts";
import {
  fitVectorRidge,
  gradesOf,
  type VectorExamples,
  type VectorRidgeRun,
} from "../../../models/relevance/vector-ridge.ts";

const dimensions = 4;
const penalty = 5;
const quiet: VectorRidgeRun = { threads: 1, signal: new AbortController().signal, progress: () => {} };

/** Pairs of unit vectors, graded by how near they are, with noise. */
function someExamples(count: number, folds: number): VectorExamples {
  const random = seededRandom(5);
  const vector = () => toUnitLength(Float32Array.from({ length: dimensions }, () => random.uniform() - 0.5));
  const query = Array.from({ length: count }, vector);
  const title = Array.from({ length: count }, vector);
  const grades = Float32Array.from(query, (q, row) => {
    const near = q.reduce((sum, value, i) => sum + value * title[row]![i]!, 0);
    return 2 + near + 0.2 * (random.uniform() - 0.5);
  });
  return { query, title, grades, folds: Uint8Array.from(grades, (_, row) => row % folds) };
}

function some({ query, title, grades }: VectorExamples, rows: readonly number[]) {
  const pick = <Item>(list: readonly Item[]) => rows.map((row) => list[row]!);
  return { query: pick(query), title: pick(title), grades: Float32Array.from(pick([...grades])) };
}

/** What the dense ridge of features gives, on columns of mean 0 that keep their spread, which leaves the intercept without penalty. */
function denseGrades(learned: Omit<VectorExamples, "folds">, asked: Omit<VectorExamples, "folds">): readonly number[] {
  const pair = (q: Float32Array, t: Float32Array) => [
    ...[...q, ...t],
    ...Array.from(q, (value, i) => 20 * value * t[i]!),
    ...Array.from(q, (value, i) => 3 * Math.abs(value - t[i]!)),
  ];
  const [table, others] = [learned, asked].map(({ query, title }) => query.map((q, row) => pair(q, title[row]!)));
  const columns = 4 * dimensions;
  const means = Float64Array.from({ length: columns }, (_, i) => mean(table!.map((row) => row[i]!)));
  const rows: StandardRows = {
    ...{ count: table!.length, columns, means, scales: new Float64Array(columns).fill(1) },
    values: Float64Array.from(table!.flatMap((row) => row.map((value, i) => value - means[i]!))),
  };
  const middle = mean([...learned.grades]);
  const targets = Float64Array.from(learned.grades, (grade) => grade - middle);
  const { coefficients } = fitRidge(normalEquations(rows, targets), penalty);
  return others!.map((row) => row.reduce((sum, value, i) => sum + (value - means[i]!) * coefficients[i]!, middle));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 3));
const examples = someExamples(90, 3);

test("fitVectorRidge: gives what the ridge of dense columns gives, on all rows and without each fold", async () => {
  const { ridge, outOfFold } = await fitVectorRidge(examples, penalty, quiet);
  expect([...gradesOf(ridge, examples)]).toEqual(near(denseGrades(examples, examples)));
  for (const fold of [0, 1, 2]) {
    const rows = [...examples.folds.keys()];
    const inside = some(
      examples,
      rows.filter((row) => examples.folds[row] === fold),
    );
    const outside = some(
      examples,
      rows.filter((row) => examples.folds[row] !== fold),
    );
    const told = rows.filter((row) => examples.folds[row] === fold).map((row) => outOfFold[row]!);
    expect(told).toEqual(near(denseGrades(outside, inside)));
  }
});

test("fitVectorRidge: grades of a fold change nothing that is said of it out of fold", async () => {
  const { outOfFold } = await fitVectorRidge(examples, penalty, quiet);
  const grades = examples.grades.map((grade, row) => (examples.folds[row] === 1 ? 50 : grade));
  const planted = (await fitVectorRidge({ ...examples, grades }, penalty, quiet)).outOfFold;
  const of = (scores: Float32Array, isLeft: boolean) =>
    [...scores].filter((_, row) => (examples.folds[row] === 1) === isLeft);
  expect(of(planted, true)).toEqual(of(outOfFold, true));
  expect(mean(of(planted, false))).toBeGreaterThan(mean(of(outOfFold, false)) + 10);
});

test("fitVectorRidge: a fold of all rows leaves nothing to learn from, and one without rows nothing out", async () => {
  const one = await fitVectorRidge(someExamples(20, 1), penalty, quiet);
  expect(one.outOfFold).toEqual(new Float32Array(20));
  expect([...one.ridge.weights].every(Number.isFinite)).toBe(true);
  const sparse = someExamples(20, 2);
  const gaps = { ...sparse, folds: sparse.folds.map((fold) => 2 * fold + 1) };
  expect((await fitVectorRidge(gaps, penalty, quiet)).outOfFold).toEqual(
    (await fitVectorRidge(sparse, penalty, quiet)).outOfFold,
  );
});

test("fitVectorRidge: threads change nothing; progress rises; it ends when asked to", async () => {
  const shares: number[] = [];
  const { ridge } = await fitVectorRidge(examples, penalty, { ...quiet, progress: (share) => shares.push(share) });
  expect((await fitVectorRidge(examples, penalty, { ...quiet, threads: 2 })).ridge).toEqual(ridge);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBeLessThanOrEqual(1);
  for (const step of shares) {
    const end = new AbortController();
    const progress = (share: number) => share === step && end.abort(new Error("enough"));
    await expect(fitVectorRidge(examples, penalty, { ...quiet, signal: end.signal, progress })).rejects.toThrow(
      "enough",
    );
  }
});
