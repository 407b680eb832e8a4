import { untrainedModels } from "./live-models.ts";
import type { Follower } from "./partition-watch.ts";
import { recorders } from "./record/rows.ts";
import { stages } from "./stages/index.ts";

/** Every group that the stages and `record` can be, with what it reads; fused, those inside a chain have nothing to read. */
export function followers(): readonly Follower[] {
  const ofStages = Object.values(stages).map((make) => {
    const { name, from } = make(untrainedModels);
    return { group: name, from };
  });
  return [...ofStages, { group: "record", from: recorders.map(({ topic }) => topic) }];
}
