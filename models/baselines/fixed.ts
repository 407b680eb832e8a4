import { TwinstreamError } from "../../schemas/errors.ts";
import type { Learner } from "../model.ts";
import { constantModel, loadConstantModel } from "./constant.ts";
import { checkRange, trainedOn } from "./row-checks.ts";

/** What the fixed score is. */
export interface FixedConfig {
  /** The score of every row, brought into the label range. */
  readonly value: number;
}

/** The same score for every row, whatever was learned from: it needs a label range but no rows. */
export const fixed: Learner<FixedConfig> = {
  kind: "fixed",
  learnsFrom: "grades",
  defaults: { value: 2.5 },
  async fit(rows, { value }) {
    checkRange("fixed", rows);
    if (!Number.isFinite(value)) throw new TwinstreamError("WRONG_USAGE", `fixed can't score ${value}; give a number`);
    return constantModel("fixed", value, trainedOn(rows));
  },
  load: async (artifact) => loadConstantModel("fixed", artifact),
};
