import type { EventLog } from "../../connectors/event-log.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { LabelledEvent } from "../../schemas/generated/events.ts";
import { type GateCheck, gateChecks } from "./gate.ts";
import { type Release, releasedRoles, releaseModel } from "./releases.ts";

/** A model to promote. */
export interface Promotion extends Release {
  /** How long 1,000 scores may take; 100 ms unless said. */
  readonly budgetMs?: number | undefined;
  /** Judged rows to compare it with the champion on; undefined: the rows that both were tested on. */
  readonly events?: readonly LabelledEvent[] | undefined;
  /** Why it is promoted even when the gate refuses it; kept in the release. */
  readonly force?: string | undefined;
}

/** What came of a promotion. */
export interface Promoted {
  readonly isPromoted: boolean;
  readonly checks: readonly GateCheck[];
}

/** What 1,000 scores may take unless something else is said: a stream of 10,000 pairs a second spends no more on scoring. */
export const usualBudgetMs = 100;

/**
 * Makes a model the champion when the gate lets it through, or by force. Throws MODEL_NOT_FOUND, CHAMPION_CHANGED when the champion that it
 * was compared with was replaced meanwhile, and by force what `loadLiveModel` throws.
 */
export async function promoteModel(log: EventLog, store: ModelStore, promotion: Promotion): Promise<Promoted> {
  const { model, time, reason, budgetMs = usualBudgetMs, events, force } = promotion;
  const { champion } = await releasedRoles(log);
  const checks = await gateChecks(store, model, { champion, budgetMs, events });
  const refused = checks.filter((check) => !check.isPassed).map(({ what }) => what);
  if (refused.length > 0 && force === undefined) return { isPromoted: false, checks };
  const said = force === undefined ? reason : `${reason}, by force: ${force}`;
  const whole = refused.length === 0 ? said : `${said} (the gate refused: ${refused.join("; ")})`;
  await releaseModel(log, store, { model, time, reason: whole, replaces: champion });
  return { isPromoted: true, checks };
}

/** Promotes the first model of a log; undefined where there is a champion already, or another first one was quicker. */
export async function promoteFirst(
  log: EventLog,
  store: ModelStore,
  promotion: Omit<Promotion, "force">,
): Promise<Promoted | undefined> {
  if ((await releasedRoles(log)).champion !== undefined) return undefined;
  try {
    return await promoteModel(log, store, promotion);
  } catch (error) {
    if (error instanceof TwinstreamError && error.code === "CHAMPION_CHANGED") return undefined;
    throw error;
  }
}
