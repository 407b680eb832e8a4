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
  const columns = new Map<number, Map<number, ThresholdPlace>>();
  for (const { column } of asked) columns.set(column, new Map());
  for (const { column, threshold } of asked) columns.get(column)!.set(threshold, { place: -1, rank: 0 });
  const ranked: RankedColumn[] = [];
  for (const [column, places] of columns) {
    const thresholds = Float64Array.from(places.keys()).sort();
    for (let begin = 0; begin < thresholds.length; begin += mostThresholds) {
      const part = [...thresholds.subarray(begin, begin + mostThresholds)];
      const place = ranked.push({ column, thresholds: part }) - 1;
      part.forEach((threshold, below) => void places.set(threshold, { place, rank: lowestRank + below }));
    }
  }
  return { ranked, placeOf: ({ column, threshold }) => columns.get(column)!.get(threshold)! };
}
