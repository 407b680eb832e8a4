import { cholesky, type SquareMatrix, solveLower, solveUpper } from "../baselines/cholesky.ts";
import type { PairVectors } from "../model.ts";
import { openGramMaker } from "./gram-matrix.ts";

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
  const pair = new Float32Array(4 * dimensions + 1);
  return Float32Array.from(query, (vector, row) => {
    writePair(vector, title[row]!, pair, 0);
    let grade = 0;
    for (let i = 0; i < pair.length; i++) grade += weights[i]! * pair[i]!;
    return grade;
  });
}

const rowsPerPortion = 2_048;

/** Fits one regression on all rows and one without each fold, from products of columns that are made once; the intercept is not penalised. */
export async function fitVectorRidge(
  { query, title, grades, folds }: VectorExamples,
  penalty: number,
  { threads, signal, progress }: { threads: number; signal: AbortSignal; progress(share: number): void },
): Promise<{ readonly ridge: VectorRidge; readonly outOfFold: Float32Array }> {
  const dimensions = query[0]!.length;
  const columns = 4 * dimensions + 1;
  const maker = await openGramMaker(columns, threads);
  try {
    const count = folds.reduce((most, fold) => Math.max(most, fold + 1), 0);
    const parts = Array.from({ length: count }, () => ({ gram: maker.empty(), targets: new Float64Array(columns) }));
    for (const [fold, { gram, targets }] of parts.entries()) {
      const rows = [...folds.keys()].filter((row) => folds[row] === fold);
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
      progress((0.5 * (fold + 1)) / count);
    }
    const solveWithout = (left: number): VectorRidge => {
      signal.throwIfAborted();
      progress(0.5 + (0.5 * (left + 1)) / (count + 1));
      const kept = parts.filter((_, fold) => fold !== left);
      const products = sumOf(kept.map(({ gram }) => gram.sums.values));
      return {
        dimensions,
        weights: solve({ size: columns, values: products }, sumOf(kept.map(({ targets }) => targets)), penalty),
      };
    };
    const outOfFold = new Float32Array(grades.length);
    for (const left of parts.keys()) {
      const ridge = solveWithout(left);
      const rows = [...folds.keys()].filter((row) => folds[row] === left);
      const predicted = gradesOf(ridge, {
        query: rows.map((row) => query[row]!),
        title: rows.map((row) => title[row]!),
      });
      for (const [i, row] of rows.entries()) outOfFold[row] = predicted[i]!;
    }
    return { ridge: solveWithout(count), outOfFold };
  } finally {
    await maker.close();
  }
}

function sumOf(lists: readonly Float64Array[]): Float64Array {
  const sums = new Float64Array(lists[0]!.length);
  for (const list of lists) for (let i = 0; i < sums.length; i++) sums[i]! += list[i]!;
  return sums;
}

/** The weights of (X'X + penalty) w = X'y; the last one is the intercept's. */
function solve({ size, values }: SquareMatrix, targets: Float64Array, penalty: number): Float32Array {
  for (let i = 0; i < size; i++) values[i * size + i]! += i < size - 1 ? penalty : 1e-6;
  const lower = cholesky({ size, values });
  return Float32Array.from(solveUpper(lower, solveLower(lower, targets)));
}
