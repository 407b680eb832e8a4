import { createDemoShop, type DemoShop } from "../../connectors/demo/demo-shop.ts";
import { createVirtualClock } from "../../connectors/memory/virtual-clock.ts";
import { learners } from "../../models/learners.ts";
import { loadSeenQueries } from "../../models/seen-queries.ts";
import { loadVocabulary } from "../../models/text/learn-vocabulary.ts";
import { assemble, type LiveModel, modelFiles } from "../../pipelines/live-models.ts";
import { materialOfEvents } from "../../pipelines/training/material.ts";
import { type Trained, type TrainingPlan, trainModel, unattended } from "../../pipelines/training/train.ts";

/** A demo shop small enough to open in no time. */
export const smallShop: DemoShop = createDemoShop({ seed: 3, products: 800 });

/** A plan that trains on the small shop. */
export function planFor(kind: string): TrainingPlan {
  return { ...unattended, kind, from: "demo", split: "queries", seed: 1 };
}

/** A model trained on some judged searches of the small shop. */
export async function trainOnShop(kind: string, searches = 150): Promise<Trained> {
  const plan = planFor(kind);
  const material = await materialOfEvents([...smallShop.judgedQueries(searches)], plan, () => {});
  return trainModel(material, plan, createVirtualClock(Date.UTC(2024, 0, 1)));
}

/** The same model, loaded as the stages use it. */
export async function liveOnShop(reference = "ridge-1", searches = 150): Promise<LiveModel> {
  const { files } = await trainOnShop(reference.split("-")[0]!, searches);
  const model = await learners.ridge.load(files);
  return assemble(
    reference,
    model,
    loadVocabulary(files[modelFiles.vocabulary]!),
    loadSeenQueries(files[modelFiles.seenQueries]!),
  );
}
