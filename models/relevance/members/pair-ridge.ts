import type { Artifact } from "../../../schemas/artifact.ts";
import type { FeatureRows, TrainingRows, TrainingRun } from "../../model.ts";
import { fitPairRidge, loadPairRidge, type PairRidge, pairPenalties } from "../../sparse/pair-ridge.ts";
import type { PairUnit } from "../../sparse/pair-vectors.ts";
import type { Member, MemberKind } from "../member.ts";
import { kind } from "../relevance-config.ts";
import { textsOf } from "../texts-of.ts";

/** Ridge regression on the words, or on the runs of characters, of query and title. */
export function pairRidgeMember(unit: PairUnit): MemberKind {
  const file = `ridge-${unit}.bin`;
  return {
    async fit(rows: TrainingRows, folds: Uint8Array, _config, run: TrainingRun) {
      const texts = textsOf(rows);
      const config = { unit, penalty: pairPenalties[unit] };
      const { model, outOfFold } = fitPairRidge({ texts, grades: rows.grades, folds }, config, run);
      return { member: memberOf(model, file), outOfFold };
    },
    load: async (artifact: Artifact) => memberOf(loadPairRidge(kind, unit, file, artifact[file]), file),
  };
}

function memberOf(model: PairRidge, file: string): Member {
  return {
    names: [`ridge regression on ${model.unit}`],
    columns: async (rows: FeatureRows) => model.predict(textsOf(rows)),
    save: () => ({ [file]: model.save() }),
    close: async () => {},
  };
}
