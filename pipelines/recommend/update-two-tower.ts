import type { Clock } from "../../connectors/clock.ts";
import { choicesBetween } from "../../models/two-tower/choices.ts";
import { fineTune, type ShopSince } from "../../models/two-tower/fine-tune.ts";
import type { TwoTowerConfig } from "../../models/two-tower/two-tower-config.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { RecommenderManifest } from "../../schemas/recommender.ts";
import { measure } from "./measure-recommender.ts";
import {
  type RecommenderInUse,
  type RecommenderPlan,
  runOf,
  type TrainedRecommender,
  trainedRecommender,
} from "./recommender-plan.ts";
import type { ShopRecords } from "./shop-history.ts";
import { shopSince, shopUpTo } from "./shop-since.ts";
import { testVisitors } from "./test-visitors.ts";
import { splitByTime } from "./time-split.ts";

/** How long and fast an update learns, and how much of what is new it is measured by. */
export type UpdateConfig = Pick<TwoTowerConfig, "epochs" | "learningRate" | "batchSize" | "testDays" | "threads">;

/** Chosen on weeks of The Complete Journey that come before those of the test. */
export const updateDefaults: UpdateConfig = {
  epochs: 2,
  learningRate: 3e-4,
  batchSize: 512,
  testDays: 7,
  threads: 2,
};

/** What an update takes, and who watches. */
export interface UpdatePlan extends Omit<RecommenderPlan, "config" | "reader"> {
  readonly config: UpdateConfig;
}

/** Shares of the progress: the model that is measured, and the one that is kept. */
const phases = { measure: [0, 0.5], keep: [0.5, 1] } as const;

/**
 * Teaches the model in use what visitors chose since its training: once without the last of it, to be measured by that beside the model in use,
 * and once all of it, to be kept. Throws WRONG_USAGE where nothing is new, TRAINING_IMPOSSIBLE where too little is.
 */
export async function updateTwoTower(
  inUse: RecommenderInUse,
  records: ShopRecords,
  given: UpdatePlan,
  clock: Clock,
): Promise<TrainedRecommender> {
  const began = clock.now();
  const { state, reference } = inUse;
  const since = shopSince(state, records);
  const testFrom = testStart(since, inUse, given.config);
  const plan = { ...given, reader: state.reader, config: { ...state.config, ...given.config } };
  const { choices, users, items } = since.shop;
  const known = shopUpTo(state, since, testFrom);
  const visitors = testVisitors(choicesBetween(choices, testFrom, choices.items.length), users, state.config);
  const learned = await fineTune(state, known, plan.config, runOf(plan, phases.measure));
  const measured = await measure(learned, visitors, plan, { ...inUse, known });
  const kept = await fineTune(state, since, plan.config, runOf(plan, phases.keep));
  return trainedRecommender(
    kept,
    plan,
    { began, clock },
    {
      ...{ updates: reference, bestEpoch: plan.config.epochs, learningCurve: [], ...measured },
      data: { ...newData(since), visitors: users.length, products: items.length, from: plan.from },
    },
  );
}

/** Where the new choices that are held back begin: those of the last days, or the last tenth. */
function testStart({ shop, newFrom }: ShopSince, { reference, state }: RecommenderInUse, config: UpdateConfig): number {
  const fresh = choicesBetween(shop.choices, newFrom, shop.choices.items.length);
  if (fresh.items.length === 0)
    throw new TwinstreamError(
      "WRONG_USAGE",
      `no choice comes after ${new Date(state.until).toISOString()}, up to which ${reference} learned: there is nothing to update it by; give later ones`,
    );
  const { testFrom } = splitByTime(fresh, { validationDays: 0, testDays: config.testDays });
  if (testFrom > 0) return newFrom + testFrom;
  throw new TwinstreamError(
    "TRAINING_IMPOSSIBLE",
    `${fresh.items.length} choices are too few to learn from some and be measured by the others; wait for more`,
  );
}

function newData({ shop: { choices }, newFrom }: ShopSince): Pick<RecommenderManifest["data"], "choices" | "times"> {
  return {
    choices: choices.items.length - newFrom,
    times: { from: choices.times[newFrom]!, to: choices.times.at(-1)! },
  };
}
