import type { TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { RecommenderJudgement } from "../../schemas/recommender.ts";
import { judgeRecommender, type TestVisitor } from "./judge-recommender.ts";
import { type RecommendationSample, sampleRecommendations } from "./sample-recommendations.ts";
import type { Choice } from "./shop-history.ts";
import { isForeseen } from "./test-visitors.ts";

/** What a recommender is worth on choices of after its training. */
export interface RecommenderEvaluation extends RecommenderJudgement {
  readonly model: string;
  /** Choices that the model could have learned from, which are left out. */
  readonly knownChoices: number;
  /** Choices of kinds that it does not recommend for, which are left out. */
  readonly otherKinds: number;
  /** Choices of products that its catalog lacks, which it can't recommend and which are left out. */
  readonly unknownProducts: number;
  /** Some of what it recommends, with reasons. */
  readonly samples: readonly RecommendationSample[];
}

/** Measures a recommender on those of the choices that come after its training. Throws WRONG_USAGE where there are none. */
export async function evaluateRecommender(
  model: TwoTowerModel,
  reference: string,
  choices: readonly Choice[],
  seed: number,
): Promise<RecommenderEvaluation> {
  const { until, config } = model.state;
  const later = choices.filter(({ time }) => time > until);
  const foreseen = later.filter(({ type }) => isForeseen(config, type));
  const sold = foreseen.filter(({ productId }) => model.placed.indexOf(productId) !== undefined);
  if (sold.length === 0)
    throw new TwinstreamError(
      "WRONG_USAGE",
      `no ${config.tasks === "one" ? "choice" : config.serves} of the file comes after ${new Date(until).toISOString()}, up to which ${reference} learned; give later ones`,
    );
  const visitors = visitorsOf(model, sold);
  const judgement = await judgeRecommender(model, visitors, seed);
  return {
    ...{ model: reference, knownChoices: choices.length - later.length },
    ...{ otherKinds: later.length - foreseen.length, unknownProducts: foreseen.length - sold.length },
    ...judgement,
    samples: await sampleRecommendations(model, visitors, seed),
  };
}

function visitorsOf(model: TwoTowerModel, choices: readonly Choice[]): readonly TestVisitor[] {
  const chosen = new Map<string, Set<number>>();
  for (const { user, productId } of choices) {
    const own = chosen.get(user) ?? new Set();
    chosen.set(user, own.add(model.placed.indexOf(productId)!));
  }
  return [...chosen].map(([name, own]) => ({ name, chosen: Int32Array.from(own) }));
}
