import type { Learner } from "../model.ts";
import { constantModel, loadConstantModel } from "./constant.ts";
import { checkTrainable, trainedOn } from "./row-checks.ts";

/** The mean grade for every row: what a model has to beat. */
export const mean: Learner = {
  kind: "mean",
  learnsFrom: "grades",
  defaults: {},
  async fit(rows) {
    checkTrainable("mean", rows);
    const sum = rows.grades.reduce((total, grade) => total + grade, 0);
    return constantModel("mean", sum / rows.count, trainedOn(rows));
  },
  load: async (artifact) => loadConstantModel("mean", artifact),
};
