import { expect, test } from "vitest";
import { constantRate, rateFactor, type Schedule } from "../../../models/net/schedules.ts";

const at = (schedule: Schedule) => [0, 0.25, 0.5, 1].map((share) => Number(rateFactor(schedule, share).toFixed(4)));
const schedule = (course: Schedule["course"], end: number, warmUp = 0): Schedule => ({ course, end, warmUp });

test.each<[string, Schedule, readonly number[]]>([
  ["constant", constantRate, [1, 1, 1, 1]],
  ["linear to nothing", schedule("linear", 0), [1, 0.75, 0.5, 0]],
  ["linear to a tenth", schedule("linear", 0.1), [1, 0.775, 0.55, 0.1]],
  // (1 + cos 45°) / 2
  ["cosine to nothing", schedule("cosine", 0), [1, 0.8536, 0.5, 0]],
  ["cosine to a half", schedule("cosine", 0.5), [1, 0.9268, 0.75, 0.5]],
  ["exponential to a hundredth", schedule("exponential", 0.01), [1, 0.3162, 0.1, 0.01]],
  ["warmed up over a half", schedule("constant", 1, 0.5), [0, 0.5, 1, 1]],
  ["warmed up over a fifth, then linear", schedule("linear", 0, 0.2), [0, 0.9375, 0.625, 0]],
])("rateFactor: %s", (_, course, rates) => {
  expect(at(course)).toEqual(rates);
});

test("rateFactor: stays at its ends beyond them, and refuses what has no meaning", () => {
  expect([rateFactor(schedule("linear", 0), 2), rateFactor(schedule("cosine", 0), -1)]).toEqual([0, 1]);
  expect(() => rateFactor(schedule("exponential", 0), 0)).toThrow("can't come to 0");
  expect(() => rateFactor(schedule("constant", 1, 1), 0)).toThrow("from 0 to below 1");
});
