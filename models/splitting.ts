import { TwinstreamError } from "../schemas/errors.ts";
import type { SplitBy } from "../schemas/manifest.ts";
import { mixBits } from "./hash.ts";
import { pairHash } from "./pair-hash.ts";
import { seededRandom } from "./random.ts";
import { queryHash } from "./seen-queries.ts";

/** What a row is for, as `splitRows` writes it. */
export const parts = { train: 0, validation: 1, test: 2 } as const;

/** How to divide rows into parts. */
export interface Split {
  /**
   * `rows`: each row by itself, exact shares. `queries`: all rows of a query together, so that a test query was never seen. `both`: shares
   * of the queries, and the same shares of the rows of the others.
   */
  readonly by: SplitBy;
  /** The query of each row. */
  readonly queries: readonly string[];
  /** The title of each row. */
  readonly titles: readonly string[];
  readonly seed: number;
  /** Shares between 0 and 1; what they leave is for training. */
  readonly validation: number;
  readonly test: number;
}

/**
 * The part of each row, a value of `parts`. By queries and by both, the part depends on query, title and seed alone, so it stays the
 * same when rows are added, and the shares hold on average only; by both, judgments of the same pair are in one part. Throws WRONG_USAGE
 * for shares that leave nothing to train on.
 */
export function splitRows(count: number, split: Split): Uint8Array {
  checkShares(split);
  if (split.queries.length !== count) throw new Error(`${count} rows, but ${split.queries.length} queries`);
  if (split.by === "rows") return splitByRows(count, split);
  const byQuery = splitByQueries(split);
  return split.by === "queries" ? byQuery : splitOthersByPairs(byQuery, split);
}

function checkShares({ validation, test }: Split): void {
  if (validation >= 0 && test >= 0 && validation + test < 1) return;
  const given = `validation ${validation} and test ${test}`;
  throw new TwinstreamError("WRONG_USAGE", `${given} leave nothing to train on; give shares whose sum is below 1`);
}

function splitByQueries({ queries, seed, ...shares }: Split): Uint8Array {
  const salt = mixBits(seed + 1);
  return Uint8Array.from(queries, (query) => partAt(mixBits(queryHash(query) ^ salt), shares));
}

/** Divides the rows whose query is not held back. */
function splitOthersByPairs(byQuery: Uint8Array, { queries, titles, seed, ...shares }: Split): Uint8Array {
  const salt = mixBits(~seed);
  return byQuery.map((part, row) =>
    part === parts.train ? partAt(mixBits(pairHash(queries[row]!, titles[row]!) ^ salt), shares) : part,
  );
}

/** The part that a hash falls to. */
function partAt(hash: number, { validation, test }: Pick<Split, "validation" | "test">): number {
  const place = hash / 2 ** 32;
  if (place < test) return parts.test;
  return place < test + validation ? parts.validation : parts.train;
}

function splitByRows(count: number, { seed, validation, test }: Split): Uint8Array {
  const testCount = Math.round(count * test);
  const split = new Uint8Array(count);
  split.fill(parts.test, 0, testCount);
  split.fill(parts.validation, testCount, testCount + Math.round(count * validation));
  return seededRandom(seed).shuffle(split);
}
