import { expect, test } from "vitest";
import { constantModel } from "../../../models/baselines/constant.ts";
import { emptyVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { assemble, type LiveModel } from "../../../pipelines/live-models.ts";
import { scoreHere } from "../../../pipelines/scoring/search-scorer.ts";

test("scoreHere: one model from first to last, given back when it is done", async () => {
  const model = constantModel("fixed", 2.5, { featureSet: "", names: [], scoreMin: 1, scoreMax: 3 });
  const live = assemble("fixed-1", model, emptyVocabulary, undefined);
  const lent: LiveModel[] = [];
  const release = (given: LiveModel) => lent.splice(lent.indexOf(given), 1);
  const models = {
    current: async () => {
      lent.push(live);
      return live;
    },
    release,
  };
  const scoring = scoreHere(models).score({ query: "hose", titles: ["Garden Hose"] });
  await Promise.resolve();
  expect(lent).toEqual([live]);
  expect(await scoring).toMatchObject({ model: "fixed-1", scores: [2.5] });
  expect(lent).toEqual([]);
});
