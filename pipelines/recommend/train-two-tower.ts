import type { Clock } from "../../connectors/clock.ts";
import { figuresOfRanks, ranksOf } from "../../models/recommend/recommendation-figures.ts";
import { type Choices, choicesBetween, countsOf, type ShopHistory } from "../../models/two-tower/choices.ts";
import type { TwoTowerConfig } from "../../models/two-tower/two-tower-config.ts";
import type { TwoTowerState } from "../../models/two-tower/two-tower-file.ts";
import { fitTwoTower } from "../../models/two-tower/two-tower-learner.ts";
import type { TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { CurvePoint } from "../../schemas/manifest.ts";
import type { RecommenderManifest } from "../../schemas/recommender.ts";
import type { TestVisitor } from "./judge-recommender.ts";
import { measure } from "./measure-recommender.ts";
import {
  type RecommenderInUse,
  type RecommenderPlan,
  runOf,
  type TrainedRecommender,
  trainedRecommender,
  withModel,
} from "./recommender-plan.ts";
import { scoredVisitors } from "./score-visitors.ts";
import { testVisitors } from "./test-visitors.ts";
import { before, placeAfter, splitByTime } from "./time-split.ts";

/** Visitors that each epoch is judged by. */
const judgedVisitors = 500;

/** Shares of the progress: choosing the epoch, the model that is measured, the one that is kept. */
const phases = { choose: [0, 0.6], measure: [0.6, 0.8], keep: [0.8, 1] } as const;

/** A model in use is measured where at least this share of the choices of the test come after its training. */
const leastOfTest = 0.25;

/**
 * Trains three times: without the last days, to find by the days before them how many epochs are best; with these, to be measured on the last
 * days, beside the model in use; and on everything, to be kept. Where the model in use has learned some of the last days, the test begins after them.
 * Throws TRAINING_IMPOSSIBLE for too few choices.
 */
export async function trainTwoTower(
  shop: ShopHistory,
  plan: RecommenderPlan,
  clock: Clock,
  inUse?: RecommenderInUse,
): Promise<TrainedRecommender> {
  const began = clock.now();
  const { choices } = shop;
  const split = splitByTime(choices, plan.config);
  checkSplit(choices, split.validationFrom, split.testFrom);
  const { testFrom, rival } = testBeside(choices, split.testFrom, inUse);
  const toChooseBy = testVisitors(choicesBetween(choices, split.validationFrom, testFrom), shop.users, plan.config);
  const shopBefore = (end: number) => ({ ...shop, choices: before(choices, end) });
  const chosen = await chooseEpoch(shopBefore(split.validationFrom), toChooseBy, plan);
  const upTo = (end: number, phase: readonly [number, number]) =>
    fitEpochs(shopBefore(end), chosen.bestEpoch, plan, phase);
  const visitors = testVisitors(choicesBetween(choices, testFrom, choices.items.length), shop.users, plan.config);
  const known = { shop: shopBefore(testFrom), counts: countsOf(before(choices, testFrom), shop.items.length) };
  const measured = await measure(await upTo(testFrom, phases.measure), visitors, plan, rival && { ...rival, known });
  const kept = await upTo(choices.items.length, phases.keep);
  return trainedRecommender(kept, plan, { began, clock }, { data: dataOf(shop, plan.from), ...chosen, ...measured });
}

/** Where the test begins so that neither model has learned from it; without a rival where that would leave too little. */
function testBeside(choices: Choices, testFrom: number, inUse: RecommenderInUse | undefined) {
  if (inUse === undefined) return { testFrom };
  const from = Math.max(testFrom, placeAfter(choices.times, inUse.state.until));
  const [left, all] = [choices.items.length - from, choices.items.length - testFrom];
  return left < leastOfTest * all ? { testFrom } : { testFrom: from, rival: inUse };
}

function checkSplit({ items }: Choices, validationFrom: number, testFrom: number): void {
  if (validationFrom > 0 && testFrom > validationFrom && items.length > testFrom) return;
  throw new TwinstreamError(
    "TRAINING_IMPOSSIBLE",
    `${items.length} clicks, carts and orders are too few to hold some back by time; give more, or fewer days: --set validationDays=7 --set testDays=7`,
  );
}

async function chooseEpoch(shop: ShopHistory, visitors: readonly TestVisitor[], plan: RecommenderPlan) {
  const learningCurve: CurvePoint[] = [];
  const every = Math.ceil(visitors.length / judgedVisitors);
  const judges = visitors.filter((_, place) => place % every === 0);
  await fitTwoTower(shop, plan.config, {
    ...runOf(plan, phases.choose),
    reader: plan.reader,
    learned: (point) => learningCurve.push(point),
    judge: (state) => withModel(state, plan, (model) => lossOn(model, judges, plan.config)),
  });
  const best = learningCurve.reduce((one, other) => (other.validationLoss < one.validationLoss ? other : one));
  return { bestEpoch: best.epoch, learningCurve };
}

/** Learns so many epochs, and takes the last. */
function fitEpochs(
  shop: ShopHistory,
  epochs: number,
  plan: RecommenderPlan,
  phase: readonly [number, number],
): Promise<TwoTowerState> {
  let told = 0;
  return fitTwoTower(
    shop,
    { ...plan.config, epochs },
    {
      ...runOf(plan, phase),
      reader: plan.reader,
      judge: async () => --told,
    },
  );
}

/** One minus the mean AUC, or minus the mean gain of a choice, which is the higher the further up it stands. */
async function lossOn(
  model: TwoTowerModel,
  visitors: readonly TestVisitor[],
  { watch }: TwoTowerConfig,
): Promise<number> {
  let sum = 0;
  for await (const [{ chosen }, scores] of scoredVisitors(model, visitors)) {
    const ranks = ranksOf(scores, chosen);
    sum += watch === "auc" ? figuresOfRanks(ranks, scores.length).auc : meanGain(ranks);
  }
  return 1 - sum / Math.max(1, visitors.length);
}

function meanGain(ranks: Float64Array): number {
  return ranks.reduce((sum, rank) => sum + 1 / Math.log2(1 + rank), 0) / ranks.length;
}

function dataOf({ items, choices, users }: ShopHistory, from: string): RecommenderManifest["data"] {
  const times = { from: choices.times[0]!, to: choices.times.at(-1)! };
  return { from, choices: choices.items.length, visitors: users.length, products: items.length, times };
}
