import { expect, test } from "vitest";
import { addLogFigures } from "../../pipelines/log-figures.ts";

test("addLogFigures: counts of threads add up; threads that do not count are left out", () => {
  const one = { commits: 1, aborts: 2, rebalances: 3, fenced: 4 };
  const other = { commits: 10, aborts: 20, rebalances: 30, fenced: 40 };
  expect(addLogFigures([one, undefined, other])).toEqual({ commits: 11, aborts: 22, rebalances: 33, fenced: 44 });
  expect(addLogFigures([undefined])).toBeUndefined();
});
