import { expect, test } from "vitest";
import type { Model } from "../../../models/model.ts";
import { queryHashes } from "../../../models/seen-queries.ts";
import { emptyVocabulary, learnVocabulary } from "../../../models/text/learn-vocabulary.ts";
import type { Vocabulary } from "../../../models/text/vocabulary.ts";
import { emitted } from "../../../pipelines/evaluation/score-events.ts";
import { assemble, type LiveModel } from "../../../pipelines/live-models.ts";
import { embedStage } from "../../../pipelines/stages/embed.ts";
import { scoreStage } from "../../../pipelines/stages/score.ts";
import { tokenizeStage } from "../../../pipelines/stages/tokenize.ts";
import type { ScoredEvent } from "../../../schemas/generated/events.ts";
import { aProduct, aSearch } from "../../support/events.ts";

/** A model that says what one function of a row says, on a range from 0 to 9. */
function aModel(score: (row: { value(name: string): number; title: string }) => number): Model {
  return {
    kind: "told",
    scoreMin: 0,
    scoreMax: 9,
    score: async ({ values, names, count, texts }) =>
      Float32Array.from({ length: count }, (_, row) =>
        score({
          value: (name) => values[row * names.length + names.indexOf(name)]!,
          title: texts!.texts[texts!.title[row]!]!.words.join(" "),
        }),
      ),
    save: () => ({}),
    close: async () => {},
  };
}

const overlap = aModel(({ value }) => value("word_overlap"));
const champion = assemble("told-1", overlap, emptyVocabulary, undefined);

const products = ["Oak shelf", "Pine shelf", "Garden hose"].map((title, i) =>
  aProduct({ productId: `p${i}`, title, position: i + 1 }),
);
const search = aSearch({ query: "oak shlef", products });

/** The search as the stream scores it, with this challenger. */
async function scoredWith(challenger?: () => Promise<LiveModel | undefined>): Promise<ScoredEvent> {
  const models = { current: async () => champion, ...(challenger && { challenger }) };
  const embedded = emitted(await embedStage(models).run(emitted(await tokenizeStage(models).run([search]))));
  return emitted(await scoreStage(models).run(embedded))[0]!;
}

const alone = await scoredWith();

/** What the champion said, without a word of the challenger. */
function championOf({ challenger: _, challengerFault: __, products, ...event }: ScoredEvent) {
  return { ...event, products: products.map((product) => ({ ...product, challengerScore: null })) };
}

const challengerScores = (event: ScoredEvent) => event.products.map((product) => product.challengerScore);

test("shadow: without a challenger nothing is told of one; the champion does not challenge itself", async () => {
  expect([alone.challenger, alone.challengerFault, ...challengerScores(alone)]).toEqual([null, null, null, null, null]);
  expect(await scoredWith(async () => champion)).toEqual(alone);
  expect(await scoredWith(async () => undefined)).toEqual(alone);
});

test("shadow: the challenger's scores ride beside the champion's and change nothing of them", async () => {
  const challenger = assemble(
    "told-2",
    aModel(({ value }) => 8 * value("stem_overlap")),
    emptyVocabulary,
    queryHashes(["oak shlef"]),
  );
  const event = await scoredWith(async () => challenger);
  expect(event.challenger).toEqual({ model: "told-2", scoreMin: 0, scoreMax: 9, isSeenQuery: true });
  expect(challengerScores(event)).toEqual([4, 0, 0]);
  expect(championOf(event)).toEqual(championOf(alone));
});

test("shadow: a challenger of another vocabulary reads the texts by its own, and embeds them by its own embedder", async () => {
  const vocabulary: Vocabulary = learnVocabulary(
    Array.from({ length: 30 }, (_, i) => ({ text: `oak shelf no ${i}`, kind: "title" as const })),
  );
  const embedder = {
    space: "lengths/1",
    dimensions: 1,
    embed: async (texts: readonly { raw: string }[]) => texts.map(({ raw }) => Float32Array.of(raw.length)),
    close: async () => {},
  };
  const model: Model = {
    ...aModel(() => 0),
    embedder,
    // the corrected word makes the overlap whole
    score: async ({ values, names, count, vectors }) =>
      Float32Array.from(
        { length: count },
        (_, row) => values[row * names.length + names.indexOf("stem_overlap")]! + 100 * vectors!.title[row]![0]!,
      ),
  };
  const event = await scoredWith(async () => assemble("own-1", model, vocabulary, undefined));
  expect(challengerScores(event)).toEqual([1 + 900, 0.5 + 1000, 0 + 1100]);
  expect(championOf(event)).toEqual(championOf(alone));
});

test.each<[what: string, challenger: () => Promise<LiveModel>, fault: string]>([
  ["can't be loaded", () => Promise.reject(new Error("it is torn")), "the challenger: it is torn"],
  [
    "throws",
    async () =>
      assemble(
        "told-3",
        aModel(() => {
          throw new Error("out of range");
        }),
        emptyVocabulary,
        undefined,
      ),
    "told-3: out of range",
  ],
  [
    "gives no numbers",
    async () =>
      assemble(
        "told-4",
        aModel(() => Number.NaN),
        emptyVocabulary,
        undefined,
      ),
    "told-4: it gave a score that is not a number",
  ],
  [
    "gives too few",
    async () => assemble("told-5", { ...overlap, score: async () => Float32Array.of(1) }, emptyVocabulary, undefined),
    "told-5: it gave 1 scores for 3 products",
  ],
])("shadow: a challenger that %s is left out, and the event says why", async (_, challenger, fault) => {
  const event = await scoredWith(challenger);
  expect(event.challengerFault).toBe(fault);
  expect({ ...event, challengerFault: null }).toEqual(alone);
});
