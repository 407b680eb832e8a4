import { systemClock } from "../../connectors/clock.ts";
import { type Promoted, promoteModel } from "../../pipelines/registry/promote.ts";
import { releaseChallenger, releasedRoles, withdrawChallenger } from "../../pipelines/registry/releases.ts";
import { rollBack } from "../../pipelines/registry/rollback.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { DataToRead } from "../data.ts";
import { judgedRowsIn } from "../judged-rows.ts";
import { checksText } from "../terminal/checks-text.ts";
import { printNote, printResult } from "../terminal/output.ts";
import type { ModelFlags } from "./models.ts";
import type { CompareFlags } from "./models-compare.ts";

const byCommand = () => ({ time: systemClock.now(), reason: "by command" });

/** The options of `models promote`. */
interface PromoteFlags extends CompareFlags {
  readonly budgetMs?: number;
  readonly force?: string;
}

/** `twinstream models promote`: makes a model the champion when the gate lets it through. */
export async function promote({ models, log }: DataToRead, flags: PromoteFlags, model: string): Promise<void> {
  const { budgetMs, force } = flags;
  const events = flags.input === undefined ? undefined : await judgedRowsIn(flags.input, flags);
  const promoted = await promoteModel(log, models, { ...byCommand(), model, budgetMs, force, events });
  const { champion = null } = await releasedRoles(log);
  printResult(
    flags.json,
    { champion, ...promoted },
    () => `${checksText(promoted.checks)}\n${verdict(promoted, model)}`,
  );
  if (!promoted.isPromoted) process.exitCode = 1;
}

function verdict({ isPromoted }: Promoted, model: string): string {
  if (isPromoted) return `${model} is the champion`;
  return `${model} is not promoted; mend what is refused, or promote it all the same with --force REASON`;
}

/** `twinstream models challenge`: makes a model the challenger. */
export async function challenge({ models, log }: DataToRead, { json }: ModelFlags, model: string): Promise<void> {
  await releaseChallenger(log, models, { ...byCommand(), model });
  printResult(
    json,
    { challenger: model },
    () => `${model} is the challenger: its scores are compared, and change nothing`,
  );
}

/** `twinstream models withdraw`: takes the challenger back. */
export async function withdraw({ log }: DataToRead, { json }: ModelFlags): Promise<void> {
  const withdrawn = await withdrawChallenger(log, byCommand());
  if (withdrawn === undefined)
    throw new TwinstreamError("MODEL_NOT_FOUND", "there is no challenger to withdraw; see: twinstream models list");
  printResult(json, { withdrawn }, () => `${withdrawn} challenges no more`);
}

/** `twinstream models rollback`: makes the champion before this one the champion again. */
export async function rollback({ models, log }: DataToRead, { json }: ModelFlags): Promise<void> {
  const rolledBack = await rollBack(log, models, { time: systemClock.now() });
  if (rolledBack === undefined)
    throw new TwinstreamError(
      "MODEL_NOT_FOUND",
      "there is no earlier champion to go back to; see: twinstream models list",
    );
  const { champion: model, before } = rolledBack;
  printResult(json, { champion: model }, () => `${model} is the champion`);
  printNote(`${before} was it before; another rollback returns to it`);
}
