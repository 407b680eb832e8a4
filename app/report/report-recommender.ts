import type { TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";
import type { RecommenderEvaluation } from "../../pipelines/recommend/evaluate-recommender.ts";
import { drawItems, mapOfItems } from "../../pipelines/recommend/item-space.ts";
import { progressBar } from "../terminal/progress.ts";
import { recommenderPage } from "./recommender-page.ts";
import { writeReport } from "./write-report.ts";

/** Writes the report of an evaluation as `two-tower.html`, with a map of the model's products; an earlier one is kept. Gives its path. */
export async function reportRecommender(
  model: TwoTowerModel,
  evaluation: RecommenderEvaluation,
  { folder, input }: { readonly folder: string; readonly input: string },
): Promise<readonly string[]> {
  const bar = progressBar("drawing the map");
  const map = await mapOfItems(drawItems(model), (share, doing) => bar.show(share, doing)).finally(() => bar.end());
  return writeReport(folder, "two-tower", { html: recommenderPage({ evaluation, input, map }) });
}
