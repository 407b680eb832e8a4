import { TwinstreamError } from "../schemas/errors.ts";
import { columnsWithout, groupsOfColumns, pickColumns } from "./feature-columns.ts";
import type { Ablation, Learner, TrainingRows } from "./model.ts";

/** The ablation of a kind that learns from features alone: rows without the columns. Throws WRONG_USAGE for other kinds, and for rows without a feature of a known group. */
export function ablateFeatures(learner: Learner, rows: TrainingRows, config: object): Ablation {
  const groups = groupsOfColumns(rows.names);
  if (learner.learnsFrom !== "features" || groups.length === 0) {
    throw new TwinstreamError(
      "WRONG_USAGE",
      `${learner.kind} learns from no features that could be left out; ablate relevance, boosted-lexical, forest-lexical or ridge`,
    );
  }
  return {
    groups,
    costly: [],
    async scores(without, run) {
      const kept = columnsWithout(rows.names, without);
      const validation = rowsWith(kept, run.validation);
      const model = await learner.fit(rowsWith(kept, rows), config, { ...run, validation });
      try {
        return await model.score(validation);
      } finally {
        await model.close();
      }
    },
    close: async () => {},
  };
}

function rowsWith(kept: Uint32Array, rows: TrainingRows): TrainingRows {
  const names = Array.from(kept, (place) => rows.names[place]!);
  return { ...rows, names, values: pickColumns(rows.values, rows.names.length, kept) };
}
