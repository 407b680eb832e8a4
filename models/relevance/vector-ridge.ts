import { cholesky, solveLower, solveUpper } from "../baselines/cholesky.ts";
import type { PairVectors } from "../model.ts";
import { othersTurn } from "../others-turn.ts";
import { type GramMatrix, openGramMaker } from "./gram-matrix.ts";

/** Ridge regression on the vectors of query and title, their product and their difference: a grade for a pair of vectors of length 1. */
export interface VectorRidge {
  readonly dimensions: number;
  /** 4 × `dimensions` weights, and last the intercept. */
  readonly weights: Float32Array;
}

/** What to learn from. */
export interface VectorExamples extends PairVectors {
  readonly grades: Float32Array;
  /** The fold of each row, counted from 0. */
  readonly folds: Uint8Array;
}

/** Brings the four parts of a pair to about equal spread, as the penalty bears on all alike. */
const scales = { query: 1, title: 1, product: 20, difference: 3 } as const;

/** Writes what the regression sees of a pair to `into` from `at` on: 4 × dimensions numbers and a 1. */
function writePair(query: Float32Array, title: Float32Array, into: Float32Array, at: number): void {
  const dimensions = query.length;
  for (let i = 0; i < dimensions; i++) {
    const [q, t] = [query[i]!, title[i]!];
    into[at + i] = q * scales.query;
    into[at + dimensions + i] = t * scales.title;
    into[at + 2 * dimensions + i] = q * t * scales.product;
    into[at + 3 * dimensions + i] = Math.abs(q - t) * scales.difference;
  }
  into[at + 4 * dimensions] = 1;
}

/** The grade that each pair looks to have. */
export function gradesOf({ dimensions, weights }: VectorRidge, { query, title }: PairVectors): Float32Array {
  const pair = new Float32Array(columnsOf(dimensions));
  return Float32Array.from(query, (vector, row) => {
    writePair(vector, title[row]!, pair, 0);
    let grade = 0;
    for (let i = 0; i < pair.length; i++) grade += weights[i]! * pair[i]!;
    return grade;
  });
}

const rowsPerPortion = 2_048;

/** What a fit is given from outside. */
export interface VectorRidgeRun {
  readonly threads: number;
  readonly signal: AbortSignal;
  progress(share: number): void;
}

/** A fitted regression, and what its like says of the rows it learned from. */
export interface FittedVectorRidge {
  readonly ridge: VectorRidge;
  /** The prediction of each row by a fit that has not seen the row's fold. */
  readonly outOfFold: Float32Array;
}

/** Fits one regression on all rows and one without each fold, from products of columns that are made once; the intercept is not penalised. */
export async function fitVectorRidge(
  examples: VectorExamples,
  penalty: number,
  run: VectorRidgeRun,
): Promise<FittedVectorRidge> {
  const dimensions = examples.query[0]!.length;
  const parts = await productsOfFolds(examples, run);
  const outOfFold = new Float32Array(examples.grades.length);
  for (const [left, { rows }] of parts.entries()) {
    run.signal.throwIfAborted();
    const ridge = { dimensions, weights: solve(parts.toSpliced(left, 1), dimensions, penalty) };
    const predicted = gradesOf(ridge, pick(examples, rows));
    for (const [i, row] of rows.entries()) outOfFold[row] = predicted[i]!;
    run.progress(0.5 + (0.5 * (left + 1)) / (parts.length + 1));
    await othersTurn();
  }
  run.signal.throwIfAborted();
  return { ridge: { dimensions, weights: solve(parts, dimensions, penalty) }, outOfFold };
}

/** What a fit needs of the rows of a fold: X'X and X'y. */
interface FoldProducts {
  readonly rows: readonly number[];
  readonly gram: GramMatrix;
  readonly targets: Float64Array;
}

async function productsOfFolds(examples: VectorExamples, run: VectorRidgeRun): Promise<readonly FoldProducts[]> {
  const columns = columnsOf(examples.query[0]!.length);
  const maker = await openGramMaker(columns, run.threads);
  try {
    const parts = rowsOfFolds(examples.folds).map((rows) => ({
      rows,
      gram: maker.empty(),
      targets: new Float64Array(columns),
    }));
    for (const [fold, part] of parts.entries()) {
      await addProducts(part, examples, run.signal);
      run.progress((0.5 * (fold + 1)) / parts.length);
    }
    return parts;
  } finally {
    await maker.close();
  }
}

function rowsOfFolds(folds: Uint8Array): readonly (readonly number[])[] {
  const rows: number[][] = [];
  for (const [row, fold] of folds.entries()) {
    while (rows.length <= fold) rows.push([]);
    rows[fold]!.push(row);
  }
  return rows;
}

async function addProducts(
  { rows, gram, targets }: FoldProducts,
  { query, title, grades }: VectorExamples,
  signal: AbortSignal,
): Promise<void> {
  const columns = targets.length;
  for (let start = 0; start < rows.length; start += rowsPerPortion) {
    signal.throwIfAborted();
    const portion = rows.slice(start, start + rowsPerPortion);
    const values = new Float32Array(portion.length * columns);
    for (const [i, row] of portion.entries()) {
      writePair(query[row]!, title[row]!, values, i * columns);
      for (let k = 0; k < columns; k++) targets[k]! += values[i * columns + k]! * grades[row]!;
    }
    await gram.add(values);
  }
}

function pick({ query, title }: PairVectors, rows: readonly number[]): PairVectors {
  return { query: rows.map((row) => query[row]!), title: rows.map((row) => title[row]!) };
}

/** The weights of (X'X + penalty) w = X'y; the last one is the intercept's. All are 0 where there are no rows. */
function solve(parts: readonly FoldProducts[], dimensions: number, penalty: number): Float32Array {
  const size = columnsOf(dimensions);
  const values = new Float64Array(size ** 2);
  const targets = new Float64Array(size);
  for (const part of parts) {
    addTo(values, part.gram.sums.values);
    addTo(targets, part.targets);
  }
  for (let i = 0; i < size; i++) values[i * size + i]! += i < size - 1 ? penalty : 1e-6;
  const lower = cholesky({ size, values });
  return Float32Array.from(solveUpper(lower, solveLower(lower, targets)));
}

function addTo(sums: Float64Array, values: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += values[i]!;
}

function columnsOf(dimensions: number): number {
  return 4 * dimensions + 1;
}
