import type { MeasuredSums } from "../../models/metrics/dealt-sums.ts";
import { groupBy } from "../../schemas/group-by.ts";
import type { JudgedEvent } from "./judged-pairs.ts";

/** How good the scores of a stretch of time were. */
export interface Period extends MeasuredSums {
  /** Included. */
  readonly from: number;
  /** Excluded. */
  readonly to: number;
  /** The models that scored, in order of appearance. */
  readonly models: readonly string[];
}

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];

/** Lengths that people read a clock by, and beyond them powers of two of days. */
const lengths: readonly number[] = [
  ...[10 * second, 30 * second, minute, 2 * minute, 5 * minute, 10 * minute, 30 * minute, hour, 3 * hour, 6 * hour],
  ...Array.from({ length: 20 }, (_, power) => day * 2 ** power),
];

const mostPeriods = 40;

/** Judged searches by stretches of time of equal length, as many as can be told apart on a chart; those without any are left out. */
export function periodsOf(
  events: readonly JudgedEvent[],
  { from, to }: { readonly from: number; readonly to: number },
  measure: (events: readonly JudgedEvent[]) => MeasuredSums,
): readonly Period[] {
  const first = events.reduce((earliest, { at }) => Math.min(earliest, at), Number.POSITIVE_INFINITY);
  const length = lengths.find((ms) => (to - Math.max(from, first)) / ms <= mostPeriods) ?? lengths.at(-1)!;
  const byPeriod = groupBy(events, ({ at }) => Math.floor(at / length));
  return [...byPeriod]
    .sort(([one], [other]) => one - other)
    .map(([period, own]) => {
      const inTime = own.toSorted((one, other) => one.at - other.at);
      const models = [...new Set(inTime.map(({ model }) => model))];
      return { from: period * length, to: (period + 1) * length, models, ...measure(own) };
    });
}
