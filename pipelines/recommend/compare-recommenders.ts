import { figuresOfRanks, ranksOf, ratioOf } from "../../models/recommend/recommendation-figures.ts";
import type { TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";
import type { BesideInUse, VisitorFigures } from "../../schemas/recommender.ts";
import type { TestVisitor } from "./judge-recommender.ts";
import { scoredVisitors } from "./score-visitors.ts";

/** Sets a model beside another one of the same catalog, by what visitors chose after both had learned. */
export async function compareRecommenders(
  model: TwoTowerModel,
  other: TwoTowerModel,
  visitors: readonly TestVisitor[],
  seed: number,
): Promise<Omit<BesideInUse, "reference">> {
  const [own, others] = [await figuresOf(model, visitors), await figuresOf(other, visitors)];
  const times = (name: keyof VisitorFigures) =>
    ratioOf(
      own.map((figures) => figures[name]),
      others.map((figures) => figures[name]),
      seed,
    );
  return {
    visitors: visitors.length,
    choices: visitors.reduce((sum, { chosen }) => sum + chosen.length, 0),
    times: { hitRate10: times("hitRate10"), mrr: times("mrr"), ndcg10: times("ndcg10") },
  };
}

async function figuresOf(model: TwoTowerModel, visitors: readonly TestVisitor[]): Promise<readonly VisitorFigures[]> {
  const figures: VisitorFigures[] = [];
  for await (const [{ chosen }, scores] of scoredVisitors(model, visitors))
    figures.push(figuresOfRanks(ranksOf(scores, chosen), scores.length));
  return figures;
}
