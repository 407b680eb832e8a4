import { expect, test } from "vitest";
import type { Progress } from "../../../models/model.ts";
import { seededRandom } from "../../../models/random.ts";
import type { SkipGramConfig } from "../../../models/word2vec/skip-gram-config.ts";
import { trainWord2vec } from "../../../models/word2vec/train-word2vec.ts";
import { neighboursIn } from "../../../models/word2vec/word-vectors.ts";
import type { CurvePoint } from "../../../schemas/manifest.ts";
import { quietRun } from "../../support/training-run.ts";

const kitchen = ["faucet", "sink", "spout", "drain", "valve"];
const floor = ["tile", "grout", "mosaic", "mortar", "slate"];
const config: SkipGramConfig = {
  ...{ dimensions: 12, window: 3, negatives: 5, noiseExponent: 0.75, subsample: 0 },
  ...{ learningRate: 0.05, lastLearningRate: 0.001, minCount: 2, epochs: 5 },
};

/** Sentences of one group or the other, never of both. */
function sentences(count: number, seed = 1): readonly (readonly string[])[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const group = random.int(2) === 0 ? kitchen : floor;
    return Array.from({ length: 5 }, () => group[random.int(5)]!);
  });
}

test("word2vec: words that never mix become neighbours within their group", async () => {
  const neighbours = neighboursIn(await trainWord2vec(sentences(1_500), config, quietRun()));
  for (const group of [kitchen, floor]) {
    for (const word of group) {
      const near = neighbours(word, 4)!.map((neighbour) => neighbour.word);
      expect(near.toSorted()).toEqual(group.filter((other) => other !== word).toSorted());
    }
  }
  expect(neighbours("hammer", 4)).toBeUndefined();
});

test("word2vec: equal seeds give equal vectors, others don't; subsampling draws too", async () => {
  const settings = { ...config, subsample: 0.01, epochs: 1 };
  const train = (seed: number) => trainWord2vec(sentences(200), settings, quietRun({ seed }));
  const [first, again, other] = [await train(1), await train(1), await train(2)];
  expect(again).toEqual(first);
  expect(other.words).toEqual(first.words);
  expect(other.vectors).not.toEqual(first.vectors);
  expect(first.words.map(([word]) => word).toSorted()).toEqual([...kitchen, ...floor].toSorted());
  expect(first.vectors).toHaveLength(10 * 12);
});

test("word2vec: losses fall, on what it learns from and on what it doesn't, and the rate in a line", async () => {
  const curve: CurvePoint[] = [];
  const heldOut = sentences(100, 9);
  const run = { ...quietRun({ learned: (point) => curve.push(point) }), heldOut };
  const watched = await trainWord2vec(sentences(800), config, run);
  expect(curve.map(({ epoch, learningRate }) => [epoch, Number(learningRate.toFixed(4))])).toEqual([
    [1, 0.0402],
    [2, 0.0304],
    [3, 0.0206],
    [4, 0.0108],
    [5, 0.001],
  ]);
  for (const name of ["trainingLoss", "validationLoss"] as const) {
    expect(curve.at(-1)![name]).toBeLessThan(curve[0]![name] - 0.05);
  }
  // before it learns a step of 6 targets has the loss 6 ln 2; negatives that are the word itself are left out
  expect(curve[0]!.trainingLoss).toBeLessThan(6 * Math.log(2));
  const { learned: _learned, ...unwatched } = quietRun();
  expect(await trainWord2vec(sentences(800), config, unwatched)).toEqual(watched);
});

test("word2vec: a loss of nothing is no number", async () => {
  const curve: CurvePoint[] = [];
  const told: Progress[] = [];
  const run = quietRun({ learned: (point) => curve.push(point), progress: (progress) => told.push(progress) });
  const alone = [["faucet"], ["faucet"], ["sink"], ["sink"]];
  await trainWord2vec(alone, { ...config, epochs: 1 }, run);
  expect(curve).toEqual([
    { epoch: 1, trainingLoss: Number.NaN, validationLoss: Number.NaN, learningRate: expect.closeTo(0.001) },
  ]);
  expect(told.map(({ doing }) => doing)).toEqual(["epoch 1 of 1"]);
  await trainWord2vec(sentences(50), { ...config, epochs: 1 }, run);
  expect(curve[1]!.trainingLoss).toBeGreaterThan(0);
  expect(curve[1]).toMatchObject({ validationLoss: Number.NaN });
});

test("word2vec: tells how far it is, lets others have their turn and ends when asked to", async () => {
  const told: Progress[] = [];
  const ending = new AbortController();
  setImmediate(() => ending.abort(new Error("enough")));
  const run = quietRun({ signal: ending.signal, progress: (progress) => told.push(progress) });
  await expect(trainWord2vec(sentences(8_000), config, run)).rejects.toThrow("enough");
  expect(told).toHaveLength(1);
  told.length = 0;
  await trainWord2vec(sentences(3_000), { ...config, epochs: 2 }, quietRun({ progress: run.progress }));
  expect(told.map(({ share }) => Number(share.toFixed(3)))).toEqual([0, 0.333, 0.5, 0.833]);
  expect(told[2]!.doing).toMatch(/^epoch 2 of 2, loss \d\.\d{3}$/);
});

test.each([
  ["no sentences", [], {}],
  ["sentences without words", [[], []], {}],
  ["words that are all rare", [["a", "b"], ["c"]], {}],
  ["a learning rate that is much too large", sentences(2_000), { learningRate: 1e38 }],
])("word2vec: can't learn from %s", async (_, given, change) => {
  const failed = trainWord2vec(given, { ...config, ...change }, quietRun());
  await expect(failed).rejects.toMatchObject({ code: "TRAINING_IMPOSSIBLE" });
});

test.each([
  { dimensions: 0 },
  { window: 1.5 },
  { negatives: 0 },
  { minCount: 0 },
  { epochs: Number.NaN },
  { subsample: -1 },
  { learningRate: Number.POSITIVE_INFINITY },
])("word2vec: refuses the settings %j", async (change) => {
  const failed = trainWord2vec(sentences(5), { ...config, ...change }, quietRun());
  const name = Object.keys(change)[0];
  await expect(failed).rejects.toMatchObject({ code: "WRONG_USAGE", message: expect.stringContaining(`${name} =`) });
  const huge = trainWord2vec(sentences(5), { ...config, dimensions: 5_000 }, quietRun());
  await expect(huge).rejects.toMatchObject({ code: "WRONG_USAGE", message: expect.stringContaining("at most 4096") });
});
