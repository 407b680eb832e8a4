import { type Choices, choicesBetween } from "../../models/two-tower/choices.ts";

const dayMs = 24 * 60 * 60 * 1_000;

/** Choices by time: first those to learn from, then those to choose by, then those of the test. */
export interface TimeSplit {
  /** How many choices come before the days to choose by, and before those of the test. */
  readonly validationFrom: number;
  readonly testFrom: number;
}

/** A tenth of the choices each, where there are too few days for whole ones. */
const shareOfShort = 0.1;

/** Cuts off the last days; where they would take more than half of the time, tenths of the choices instead. */
export function splitByTime(
  { times }: Choices,
  { validationDays, testDays }: { readonly validationDays: number; readonly testDays: number },
): TimeSplit {
  const count = times.length;
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  if ((validationDays + testDays) * dayMs * 2 > last - first)
    return {
      validationFrom: Math.floor(count * (1 - 2 * shareOfShort)),
      testFrom: Math.floor(count * (1 - shareOfShort)),
    };
  const testStart = last - testDays * dayMs;
  return {
    validationFrom: placeAfter(times, testStart - validationDays * dayMs),
    testFrom: placeAfter(times, testStart),
  };
}

/** How many of the times come up to a moment. */
export function placeAfter(times: Float64Array, moment: number): number {
  const place = times.findIndex((time) => time > moment);
  return place < 0 ? times.length : place;
}

/** The choices before a place. */
export function before(choices: Choices, place: number): Choices {
  return choicesBetween(choices, 0, place);
}
