import { ablateFeatures } from "../../models/ablate-features.ts";
import type { Ablation, AblationGroup, Progress, TrainingRun } from "../../models/model.ts";
import { partialRun } from "../../models/partial-run.ts";
import { parts } from "../../models/splitting.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { qualityOf } from "../evaluation/quality.ts";
import { surroundings } from "../surroundings.ts";
import { rowsOfPart } from "./judged-rows.ts";
import type { Material } from "./material.ts";
import { learnerOf, settledConfig, type TrainingChoice, unattended } from "./train.ts";

/** What one group of features, or another part of a model, is worth on the validation rows. */
export interface AblatedGroup extends AblationGroup {
  /** RMSE of a model without it. */
  readonly rmse: number;
  /** By how much that is above the RMSE with it: what it is worth. */
  readonly difference: number;
  /** RMSE of a model of this alone; null for what nothing can be learned from alone. */
  readonly alone: number | null;
}

/** What a kind of model loses without each of the things it is made of. */
export interface AblationTable extends Pick<TrainingChoice, "kind" | "split" | "seed"> {
  readonly trainingRows: number;
  readonly validationRows: number;
  /** RMSE on the validation rows with all groups but the costly ones. */
  readonly rmse: number;
  /** Names of groups that all trainings do without but those that tell what they are worth. */
  readonly costly: readonly string[];
  readonly groups: readonly AblatedGroup[];
}

/**
 * Trains a kind without each group, and with each alone, and measures it on the validation rows; the test rows are not looked at, and no model
 * is kept. Throws WRONG_USAGE for a kind without groups, TRAINING_IMPOSSIBLE for unusable rows or none to choose by, and the signal's reason.
 */
export async function ablate(
  { rows, partOfRow }: Material,
  choice: TrainingChoice,
  { signal, progress }: { readonly signal: AbortSignal; progress(progress: Progress): void },
): Promise<AblationTable> {
  const learner = learnerOf(choice.kind);
  const { config, threads } = settledConfig(learner, choice);
  const [train, validation] = [parts.train, parts.validation].map((part) => rowsOfPart(rows, partOfRow, part));
  if (validation!.count === 0)
    throw new TwinstreamError("TRAINING_IMPOSSIBLE", "there are no validation rows to compare by; give more rows");
  const { seed, split, kind } = choice;
  const run = {
    ...surroundings,
    ...unattended,
    seed,
    signal,
    progress,
    threads,
    validation: validation!,
    learned() {},
  };
  const prepared = partialRun(run, 0, 0.2);
  const ablation = learner.ablation
    ? await learner.ablation(train!, config, prepared)
    : ablateFeatures(learner, train!, config);
  try {
    const { rmse, groups } = await measureAll(ablation, partialRun(run, 0.2, 1));
    const counts = { trainingRows: train!.count, validationRows: validation!.count };
    return { kind, split, seed, ...counts, rmse, costly: ablation.costly, groups };
  } finally {
    await ablation.close();
  }
}

async function measureAll({ groups, costly, scores }: Ablation, run: TrainingRun) {
  const names = groups.map(({ name }) => name);
  const trainings = 1 + names.reduce((sum, name) => sum + (costly.includes(name) ? 1 : 2), 0);
  let done = 0;
  const rmseOf = async (without: readonly string[], doing: string) => {
    run.signal.throwIfAborted();
    const part = partialRun(run, done / trainings, (done + 1) / trainings);
    const progress = (inner: Progress) => part.progress({ ...inner, doing: `${doing}: ${inner.doing}` });
    const scored = await scores(without, { ...part, progress });
    done++;
    return rmseOn(run, scored);
  };
  const whole = await rmseOf(costly, "with all");
  const measured: AblatedGroup[] = [];
  for (const group of groups) {
    const others = names.filter((name) => name !== group.name);
    const left = costly.filter((name) => name !== group.name);
    if (costly.includes(group.name)) {
      const withIt = await rmseOf(left, `with ${group.name}`);
      measured.push({ ...group, rmse: whole, difference: whole - withIt, alone: null });
    } else {
      const rmse = await rmseOf([...costly, group.name], `without ${group.name}`);
      const alone = others.length === 0 ? whole : await rmseOf(others, `${group.name} alone`);
      measured.push({ ...group, rmse, difference: rmse - whole, alone });
    }
  }
  return { rmse: whole, groups: measured };
}

function rmseOn({ validation }: TrainingRun, scores: Float32Array): number {
  const { grades, labelMin, labelMax, searches } = validation;
  const rows = { grades, labelMin, labelMax, searches: searches ?? Uint32Array.from(grades.keys()) };
  return qualityOf({ rows, scores, range: { scoreMin: labelMin, scoreMax: labelMax } }, () => true).rmse!;
}
