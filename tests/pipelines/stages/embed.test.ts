import { expect, test } from "vitest";
import { cosine } from "../../../models/embedding/similarity.ts";
import { decodeVector } from "../../../models/embedding/vector-bytes.ts";
import { emptyVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { emitted } from "../../../pipelines/evaluation/score-events.ts";
import { assembleText } from "../../../pipelines/live-models.ts";
import { embedStage } from "../../../pipelines/stages/embed.ts";
import { tokenizeStage } from "../../../pipelines/stages/tokenize.ts";
import { aSearch } from "../../support/events.ts";

const models = { current: async () => assembleText(emptyVocabulary) };

async function embedded(query: string, titles: readonly string[]) {
  const products = titles.map((title, i) => ({ ...aSearch({}).products[0]!, title, position: i + 1 }));
  const tokenized = emitted(await tokenizeStage(models).run([aSearch({ query, products })]));
  return emitted(await embedStage(models).run(tokenized))[0]!;
}

test("embed: every text gets a vector of 128 floats, unit long, in the named space", async () => {
  const event = await embedded("angle bracket", ["Steel Angle Bracket", "Garden Hose"]);
  expect(event.space).toBe("hashed-ngrams-128-1/none");
  for (const bytes of [event.queryVector, ...event.products.map((product) => product.vector)]) {
    expect(bytes).toHaveLength(512);
    expect(Math.hypot(...decodeVector(bytes))).toBeCloseTo(1, 5);
  }
});

test("embed: each title has its own vector, in order; the alike one is nearer", async () => {
  const { queryVector, products } = await embedded("angle bracket", ["Garden Hose", "Steel Angle Bracket"]);
  const [hose, bracket] = products.map((product) => cosine(decodeVector(queryVector), decodeVector(product.vector)));
  expect(bracket).toBeGreaterThan(hose! + 0.3);
});
