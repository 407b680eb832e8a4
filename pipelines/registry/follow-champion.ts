import type { Clock } from "../../connectors/clock.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import { type LiveModel, type LiveModels, loadLiveModel, untrainedReference } from "../live-models.ts";
import { type Roles, releasedRoles } from "./releases.ts";

const lookEveryMs = 250;

/** The released champion and challenger, looked up again every quarter of a second; models once loaded stay for events still under way. */
export function followChampion(log: EventLog, store: ModelStore, clock: Clock): LiveModels {
  const loaded = new Map<string, Promise<LiveModel>>();
  const load = (reference: string) => {
    if (!loaded.has(reference)) loaded.set(reference, loadLiveModel(store, reference));
    return loaded.get(reference)!;
  };
  let roles: Roles | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const look = async () => {
    if (roles === undefined || clock.now() - lookedAt >= lookEveryMs) {
      lookedAt = clock.now();
      roles = await releasedRoles(log);
    }
    return roles;
  };
  return {
    async current() {
      const { champion = untrainedReference } = await look();
      return load(champion);
    },
    async challenger() {
      const { challenger } = await look();
      return challenger === undefined ? undefined : load(challenger);
    },
    async inSpace(space) {
      const inStore = (await store.list()).filter((manifest) => manifest.space === space).at(-1);
      if (inStore !== undefined) return load(inStore.reference);
      const untrained = await load(untrainedReference);
      return untrained.embedder.space === space ? untrained : undefined;
    },
  };
}
