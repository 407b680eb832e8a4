import { expect, test } from "vitest";
import { emptyVocabulary, learnVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { emitted } from "../../../pipelines/evaluation/score-events.ts";
import { assembleText, type LiveText } from "../../../pipelines/live-models.ts";
import { madeFor } from "../../../pipelines/scoring/made-for.ts";
import { embedStage } from "../../../pipelines/stages/embed.ts";
import { tokenizeStage } from "../../../pipelines/stages/tokenize.ts";
import { aProduct, aSearch } from "../../support/events.ts";

const before = assembleText(emptyVocabulary);
const now = assembleText(learnVocabulary(["Oak shelf", "Oak door"].map((text) => ({ text, kind: "title" }))));

/** Searches as the stages before make them with some vocabulary. */
async function embeddedBy(text: LiveText, ...queries: readonly string[]) {
  const models = { current: async () => text };
  const searches = queries.map((query) => aSearch({ query, products: [aProduct({ title: "Oak shelf" })] }));
  return emitted(await embedStage(models).run(emitted(await tokenizeStage(models).run(searches))));
}

test("madeFor: what another vocabulary made is made anew, as if it had come through now; the rest passes as it is", async () => {
  const [strange] = await embeddedBy(before, "oak shelf");
  const [own] = await embeddedBy(now, "oak door");
  const [anew] = await embeddedBy(now, "oak shelf");
  const made = await madeFor(now, [strange!, own!]);
  expect(made).toEqual([anew, own]);
  expect(made[1]).toBe(own);
  expect([made[0]!.vocabulary, strange!.vocabulary]).toEqual([now.vocabulary.name, before.vocabulary.name]);
});

test("madeFor: nothing is made where nothing is strange", async () => {
  const events = await embeddedBy(now, "oak door", "shelf");
  expect(await madeFor(now, events)).toBe(events);
});
