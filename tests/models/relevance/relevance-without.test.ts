import { expect, test } from "vitest";
import type { Learner } from "../../../models/model.ts";
import { relevance } from "../../../models/relevance/relevance.ts";
import { parts } from "../../../models/splitting.ts";
import { rowsOfPart } from "../../../pipelines/training/judged-rows.ts";
import { materialOfEvents } from "../../../pipelines/training/material.ts";
import { features } from "../../../schemas/feature-sets.ts";
import { planFor, smallShop } from "../../support/trained-model.ts";
import { bareSurroundings, quietRun } from "../../support/training-run.ts";

const plan = planFor("relevance");
const { rows, partOfRow } = await materialOfEvents([...smallShop.judgedQueries(100)], plan, () => {});
const train = rowsOfPart(rows, partOfRow, parts.train);
const validation = rowsOfPart(rows, partOfRow, parts.validation);
const run = quietRun({ validation });
const quick = { ...relevance.defaults, boosters: 1, rounds: 15, folds: 2, learningRate: 0.2 };
const fitWithout = (without: readonly string[]) =>
  (relevance as Learner<object>).fit(train, { ...quick, without }, run);

test("relevance: a group that is left out adds nothing to any score, and may be anything", async () => {
  const model = await fitWithout(["set", "ridge-words"]);
  const { names, values } = await model.explain!(validation);
  const isSet = names.map(
    (name) => Object.hasOwn(features, name) && features[name as keyof typeof features].group === "set",
  );
  const ofSet = values.filter((_, i) => isSet[i % names.length]);
  expect(ofSet.length).toBe(25 * validation.count);
  expect(ofSet.every((value) => value === 0)).toBe(true);
  expect(names).not.toContain("ridge regression on words");
  expect(names).toContain("ridge regression on characters");
  const other = {
    ...validation,
    values: validation.values.map((value, i) => (isSet[i % rows.features.names.length] ? 7 : value)),
  };
  expect(await model.score(other)).toEqual(await model.score(validation));
});

test("relevance: without memory and members it is loaded as it was, and remembers nothing", async () => {
  const model = await fitWithout(["memory", "ridge-words", "ridge-characters", "word-similarity"]);
  const loaded = await relevance.load(model.save(), bareSurroundings);
  expect(await loaded.score(validation)).toEqual(await model.score(validation));
  const { names, values } = await loaded.explain!(train);
  const remembered = values.filter((_, i) => i % names.length === names.length - 1);
  expect(names.at(-1)).toBe("what was learned of this query and those like it");
  expect(remembered.every((value) => value === 0)).toBe(true);
});

test("relevance: can't do without everything, nor without what there is not", async () => {
  const groups = [...new Set(Object.values(features).map(({ group }) => group as string))];
  const members = ["ridge-words", "ridge-characters", "word-similarity", "sentences"];
  const wrong = (message: string) => ({ code: "WRONG_USAGE", message: expect.stringContaining(message) });
  await expect(fitWithout([...groups, ...members])).rejects.toMatchObject(wrong("without anything"));
  await expect(fitWithout(["words"])).rejects.toMatchObject(wrong("give without: some of shape,"));
});
