import type { EventLog } from "../../connectors/event-log.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import { type Release, releasedRoles, releaseModel } from "./releases.ts";

/** Which model scores after going back, and which one did before. */
export interface RolledBack {
  readonly champion: string;
  readonly before: string;
}

/** Makes the champion before this one the champion again; undefined where there was none before. Throws what `releaseModel` throws. */
export async function rollBack(
  log: EventLog,
  store: ModelStore,
  { time, by }: Pick<Release, "time"> & { readonly by?: string },
): Promise<RolledBack | undefined> {
  const { champion: before, "previous-champion": champion } = await releasedRoles(log);
  if (before === undefined || champion === undefined) return undefined;
  const reason = `rolled back from ${before}${by === undefined ? "" : `, ${by}`}`;
  await releaseModel(log, store, { model: champion, replaces: before, time, reason });
  return { champion, before };
}
