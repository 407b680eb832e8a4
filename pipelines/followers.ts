import { untrainedModels } from "./live-models.ts";
import { recorders } from "./record/rows.ts";
import { stages } from "./stages/index.ts";
import { type StagePlace, stagePlace } from "./step.ts";

/** Every group that the stages and `record` can be, with what it reads and makes; fused, those inside a chain have nothing to read. */
export function followers(): readonly StagePlace[] {
  const ofStages = Object.values(stages).map((make) => {
    const { name, from, to } = make(untrainedModels);
    return stagePlace(name, name, from, [to]);
  });
  const recorded = recorders.map(({ topic }) => topic);
  return [...ofStages, stagePlace("record", "record", recorded, [])];
}
