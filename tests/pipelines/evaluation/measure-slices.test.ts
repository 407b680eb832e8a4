import { expect, test } from "vitest";
import { createAnalyser } from "../../../models/text/analyse.ts";
import { emptyVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { measureSlices } from "../../../pipelines/evaluation/measure-slices.ts";
import { aJudgedEvent, aJudgedProduct } from "../../support/judged-events.ts";

const analyser = createAnalyser(emptyVocabulary);

test("measureSlices: every slice in order, with its pairs; slices of products have no ranking", () => {
  const brands = (...names: readonly (string | null)[]) => names.map((brand) => aJudgedProduct({ brand, grade: 2 }));
  const events = [
    aJudgedEvent({ isSeenQuery: false, query: "hook" }),
    aJudgedEvent({ products: brands("Oakley", "Oakley", "Brassy", null) }),
  ];
  const slices = measureSlices(events, analyser, 1);
  expect(slices.map(({ slice, value, figures }) => [slice, value, figures.pairs])).toEqual([
    ["seen_query", "seen", 4],
    ["seen_query", "unseen", 2],
    ["query_words", "1", 2],
    ["query_words", "2", 4],
    ["score_band", "1.0-1.4", 5],
    ["score_band", "2.6-3.0", 1],
    ["brand", "Oakley", 2],
    ["brand", "Brassy", 1],
  ]);
  expect(slices.map(({ figures }) => figures.ndcg10 === null)).toEqual([
    true,
    false,
    false,
    true,
    ...Array(4).fill(true),
  ]);
});

test("measureSlices: of many brands the ten with the most pairs", () => {
  const products = Array.from({ length: 12 }, (_, i) =>
    Array.from({ length: i + 1 }, () => aJudgedProduct({ brand: `brand ${i}` })),
  ).flat();
  const brands = measureSlices([aJudgedEvent({ products })], analyser, 1).filter(({ slice }) => slice === "brand");
  expect(brands.map(({ figures }) => figures.pairs)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
});
