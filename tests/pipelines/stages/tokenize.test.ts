import { expect, test } from "vitest";
import { emptyVocabulary, learnVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { assembleText } from "../../../pipelines/live-models.ts";
import { tokenizeStage } from "../../../pipelines/stages/tokenize.ts";
import { aLabelledSearch, aLateLabel, aSearch } from "../../support/events.ts";

const untaught = { current: async () => assembleText(emptyVocabulary) };

test("tokenize: keeps what was typed and shows what it made of it", async () => {
  const [outcome] = await tokenizeStage(untaught).run([aSearch({ query: "1/2 in. copper pipes" })]);
  expect(outcome).toMatchObject({
    emit: [
      {
        query: "1/2 in. copper pipes",
        vocabulary: "none",
        labelMin: null,
        queryText: {
          words: ["0.5in", "copper", "pipes"],
          stems: ["0.5in", "copper", "pipe"],
          rewrites: [{ from: "1/2 in.", to: "0.5in", rule: "unit" }],
        },
      },
    ],
  });
});

test("tokenize: a labelled search keeps its grades and its label range", async () => {
  const labelled = aLabelledSearch({ labelMin: 1, labelMax: 3 });
  const [outcome] = await tokenizeStage(untaught).run([labelled]);
  const grades = labelled.products.map((product) => product.grade);
  expect(outcome).toMatchObject({ emit: [{ labelMin: 1, labelMax: 3, products: grades.map((grade) => ({ grade })) }] });
});

test("tokenize: a late label goes no further, for it has no texts", async () => {
  expect(await tokenizeStage(untaught).run([aLateLabel({})])).toEqual([{ emit: [] }]);
});

test("tokenize: spelling comes from the vocabulary of the live model", async () => {
  const titles = Array.from({ length: 200 }, (_, i) => ({ text: `Faucet model ${i}`, kind: "title" as const }));
  const taught = { current: async () => assembleText(learnVocabulary(titles)) };
  const [outcome] = await tokenizeStage(taught).run([aSearch({ query: "fuacet" })]);
  expect(outcome).toMatchObject({
    emit: [{ queryText: { words: ["faucet"], rewrites: [{ from: "fuacet", to: "faucet", rule: "spelling" }] } }],
  });
});
