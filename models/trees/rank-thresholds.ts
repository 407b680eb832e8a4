import { countBelow } from "../count-below.ts";
import { lowestRank, mostThresholds, type RankedColumn } from "./rank-code.ts";

/** What a split asks: whether the value of a column is greater than a threshold. */
export interface Asked {
  readonly column: number;
  readonly threshold: number;
}

/** Where a threshold is among those that are ranked. */
export interface ThresholdPlace {
  /** The place of its column among those that are ranked. */
  readonly place: number;
  /** A value is greater if its rank is. */
  readonly rank: number;
}

/** The thresholds of each column, in order; a column with more than a byte can tell apart is ranked several times. */
export function rankThresholds(asked: readonly Asked[]): {
  readonly ranked: readonly RankedColumn[];
  placeOf(asked: Asked): ThresholdPlace;
} {
  const askedOf = new Map<number, number[]>();
  for (const { column, threshold } of asked) {
    const thresholds = askedOf.get(column);
    if (thresholds === undefined) askedOf.set(column, [threshold]);
    else thresholds.push(threshold);
  }
  const ranked: RankedColumn[] = [];
  const columns = new Map<number, { readonly first: number; readonly thresholds: Float64Array }>();
  for (const [column, repeated] of askedOf) {
    const sorted = Float64Array.from(repeated).sort();
    const thresholds = sorted.filter((threshold, i) => i === 0 || threshold !== sorted[i - 1]);
    columns.set(column, { first: ranked.length, thresholds });
    for (let begin = 0; begin < thresholds.length; begin += mostThresholds)
      ranked.push({ column, thresholds: [...thresholds.subarray(begin, begin + mostThresholds)] });
  }
  const placeOf = ({ column, threshold }: Asked): ThresholdPlace => {
    const { first, thresholds } = columns.get(column)!;
    const below = countBelow(thresholds, threshold);
    return { place: first + Math.floor(below / mostThresholds), rank: lowestRank + (below % mostThresholds) };
  };
  return { ranked, placeOf };
}
