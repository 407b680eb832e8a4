import { expect, test } from "vitest";
import { createAnalyser } from "../../../models/text/analyse.ts";
import { emptyVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { bm25Scores } from "../../../pipelines/evaluation/bm25-scores.ts";
import { aJudgedEvent, aJudgedProduct } from "../../support/judged-events.ts";

test("bm25Scores: more of the query's words and rarer ones score higher, a title without any 0", () => {
  const titles = ["Oak shelf", "Pine shelf", "Brass hook"];
  const event = aJudgedEvent({ query: "oak shelves", products: titles.map((title) => aJudgedProduct({ title })) });
  const other = aJudgedEvent({ query: "hook", products: [aJudgedProduct({ title: "Brass hook" })] });
  const [shelves, hook] = bm25Scores([event, other], createAnalyser(emptyVocabulary));
  expect(shelves![0]).toBeGreaterThan(shelves![1]!);
  expect(shelves![2]).toBe(0);
  // one of three titles of two words has it: ln(1 + 2.5 / 1.5) × 1 / (1 + 1.2)
  expect(hook![0]).toBeCloseTo(Math.log(1 + 2.5 / 1.5) / 2.2, 12);
});
