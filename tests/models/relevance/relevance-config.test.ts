import { expect, test } from "vitest";
import { relevance } from "../../../models/relevance/relevance.ts";
import { checkRelevance } from "../../../models/relevance/relevance-config.ts";

const { defaults } = relevance;

test("checkRelevance: takes the defaults, and the ends of each range", () => {
  checkRelevance(defaults);
  checkRelevance({ ...defaults, boosters: 1, folds: 2, encoder: "somewhere", dtype: "q8" });
  checkRelevance({ ...defaults, folds: 255, memory: { shared: 0, byTitle: 0, neighbours: 1, leastCosine: 1 } });
});

test.each([
  [{ boosters: 0 }, "boosters"],
  [{ boosters: 1.5 }, "boosters"],
  [{ folds: 1 }, "folds"],
  [{ folds: 256 }, "folds"],
  [{ folds: Number.NaN }, "folds"],
  [{ rounds: 0 }, "rounds"],
  [{ memory: { ...defaults.memory, shared: -1 } }, "memory.shared"],
  [{ memory: { ...defaults.memory, byTitle: Number.POSITIVE_INFINITY } }, "memory.byTitle"],
  [{ memory: { ...defaults.memory, neighbours: 0 } }, "memory.neighbours"],
  [{ memory: { ...defaults.memory, leastCosine: 0 } }, "memory.leastCosine"],
  [{ memory: { ...defaults.memory, leastCosine: 1.1 } }, "memory.leastCosine"],
])("checkRelevance: refuses %j by name", (wrong, name) => {
  const told = { code: "WRONG_USAGE", message: expect.stringContaining(`give ${name}: `) };
  expect(() => checkRelevance({ ...defaults, ...wrong })).toThrow(expect.objectContaining(told));
});
