import type { Artifact } from "../../../schemas/artifact.ts";
import type { FeatureRows, TrainingRows, TrainingRun } from "../../model.ts";
import { partialRun } from "../../partial-run.ts";
import {
  type FittedPairRidge,
  fitPairRidge,
  loadPairRidge,
  type PairRidge,
  pairPenalties,
} from "../../sparse/pair-ridge.ts";
import type { PairUnit } from "../../sparse/pair-vectors.ts";
import { textsOf } from "../../texts-of.ts";
import type { Member, MemberKind } from "../member.ts";
import { kind } from "../relevance-config.ts";

/** Penalties rise by these factors, as long as queries out of fold are predicted better: fewer queries need more restraint. */
const factors = [1, 3, 9, 27];

/** Ridge regression on the words, or on the runs of characters, of query and title. */
export function pairRidgeMember(unit: PairUnit): MemberKind {
  const file = `ridge-${unit}.bin`;
  return {
    async fit(rows: TrainingRows, folds: Uint8Array, _config, run: TrainingRun) {
      const examples = { texts: textsOf(kind, rows), grades: rows.grades, folds };
      let best: FittedPairRidge | undefined;
      for (const [i, factor] of factors.entries()) {
        const share = partialRun(run, i / factors.length, (i + 1) / factors.length);
        const next = fitPairRidge(examples, { unit, penalty: factor * pairPenalties[unit] }, share);
        if (best && squaredError(next, rows.grades) >= squaredError(best, rows.grades)) break;
        best = next;
      }
      return { member: memberOf(best!.model, file), outOfFold: best!.outOfFold };
    },
    load: async (artifact: Artifact) => memberOf(loadPairRidge(kind, unit, file, artifact[file]), file),
  };
}

function squaredError({ outOfFold }: FittedPairRidge, grades: Float32Array): number {
  return grades.reduce((sum, grade, row) => sum + (grade - outOfFold[row]!) ** 2, 0);
}

function memberOf(model: PairRidge, file: string): Member {
  return {
    names: [`ridge regression on ${model.unit}`],
    columns: async (rows: FeatureRows) => model.predict(textsOf(kind, rows)),
    save: () => ({ [file]: model.save() }),
    close: async () => {},
  };
}
