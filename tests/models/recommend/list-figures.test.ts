import { expect, test } from "vitest";
import { listFigures } from "../../../models/recommend/list-figures.ts";

// of 16 choices 8 fell on the first product, which is so half of all by itself
const counts = Int32Array.of(8, 4, 2, 2, 0);

test("listFigures: coverage, novelty in bits, and how much lists lean to what is chosen most", () => {
  const figures = listFigures([Int32Array.of(0, 1), Int32Array.of(0, 3)], counts);
  expect(figures).toEqual({
    coverage: 3 / 5,
    novelty: (1 + 2 + 1 + 3) / 4,
    meanPopularity: (8 + 4 + 8 + 2) / 4,
    headShare: 2 / 4,
  });
});

test("listFigures: what was never chosen counts as half a choice, and is not of the most chosen", () => {
  expect(listFigures([Int32Array.of(4)], counts)).toMatchObject({ novelty: 5, meanPopularity: 0, headShare: 0 });
});

test("listFigures: of no lists nothing is said", () => {
  expect(listFigures([], counts)).toEqual({ coverage: 0, novelty: 0, meanPopularity: 0, headShare: 0 });
});
