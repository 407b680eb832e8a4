import type { TrainingRun } from "./model.ts";

/** A run whose progress goes from one share to another of the whole one's. */
export function partialRun<Run extends Pick<TrainingRun, "progress">>(run: Run, from: number, to: number): Run {
  return { ...run, progress: ({ share, doing }) => run.progress({ share: from + share * (to - from), doing }) };
}
