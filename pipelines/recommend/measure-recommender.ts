import { type ShopSince, stateSince } from "../../models/two-tower/fine-tune.ts";
import type { TwoTowerState } from "../../models/two-tower/two-tower-file.ts";
import type { RecommenderManifest } from "../../schemas/recommender.ts";
import { compareRecommenders } from "./compare-recommenders.ts";
import { judgeRecommender, type TestVisitor } from "./judge-recommender.ts";
import { type RecommenderInUse, type RecommenderPlan, withModel } from "./recommender-plan.ts";

/** A model in use, and what it is told of the shop as it was before the test: it goes by the visitors' latest choices, as where it serves. */
interface Rival extends RecommenderInUse {
  readonly known: Pick<ShopSince, "shop" | "counts">;
}

/** Measures what was learned on later choices: beside simpler ways, and beside the model in use where there is one. */
export function measure(
  learned: TwoTowerState,
  visitors: readonly TestVisitor[],
  plan: RecommenderPlan,
  rival: Rival | undefined,
): Promise<Pick<RecommenderManifest, "test" | "beside">> {
  return withModel(learned, plan, async (model) => {
    const test = await judgeRecommender(model, visitors, plan.seed);
    if (rival === undefined) return { test };
    const found = await withModel(stateSince(rival.state, rival.known), plan, (other) =>
      compareRecommenders(model, other, visitors, plan.seed),
    );
    return { test, beside: { reference: rival.reference, ...found } };
  });
}
