import { expect, test } from "vitest";
import {
  constantRate,
  cosineDecay,
  exponentialDecay,
  linearDecay,
  type Schedule,
  warmedUp,
} from "../../../models/net/schedules.ts";

const at = (schedule: Schedule) => [0, 0.25, 0.5, 1].map((share) => Number(schedule(share).toFixed(4)));

test.each<[string, Schedule, readonly number[]]>([
  ["constant", constantRate, [1, 1, 1, 1]],
  ["linear to nothing", linearDecay(), [1, 0.75, 0.5, 0]],
  ["linear to a tenth", linearDecay(0.1), [1, 0.775, 0.55, 0.1]],
  // (1 + cos 45°) / 2
  ["cosine to nothing", cosineDecay(), [1, 0.8536, 0.5, 0]],
  ["cosine to a half", cosineDecay(0.5), [1, 0.9268, 0.75, 0.5]],
  ["exponential to a hundredth", exponentialDecay(0.01), [1, 0.3162, 0.1, 0.01]],
  ["warmed up over a half", warmedUp(0.5), [0, 0.5, 1, 1]],
  ["warmed up over a fifth, then linear", warmedUp(0.2, linearDecay()), [0, 0.9375, 0.625, 0]],
])("schedules: %s", (_, schedule, rates) => {
  expect(at(schedule)).toEqual(rates);
});

test("schedules: stay at their ends beyond them, and refuse what has no meaning", () => {
  expect([linearDecay()(2), cosineDecay()(2), linearDecay()(-1)]).toEqual([0, 0, 1]);
  expect(() => exponentialDecay(0)).toThrow("above 0");
  expect(() => warmedUp(1)).toThrow("between 0 and 1");
});
