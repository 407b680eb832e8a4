import { othersTurn } from "../../models/others-turn.ts";
import type { TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";
import type { TestVisitor } from "./judge-recommender.ts";

/** Visitors that are scored at once against the whole catalog. */
const visitorsAtOnce = 64;

/** Gives each visitor with a model's scores of all products for them, which hold until the next visitor is asked for. */
export async function* scoredVisitors(
  model: TwoTowerModel,
  visitors: readonly TestVisitor[],
): AsyncGenerator<readonly [visitor: TestVisitor, scores: Float32Array]> {
  const { count } = model.placed;
  for (let from = 0; from < visitors.length; from += visitorsAtOnce) {
    const some = visitors.slice(from, from + visitorsAtOnce);
    const scores = await model.scoreAll(some.map(({ name }) => model.visitor(name)));
    for (const [row, visitor] of some.entries()) yield [visitor, scores.subarray(row * count, (row + 1) * count)];
    await othersTurn();
  }
}
