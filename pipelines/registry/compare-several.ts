import type { EventLog } from "../../connectors/event-log.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import type { LabelledEvent } from "../../schemas/generated/events.ts";
import type { Manifest } from "../../schemas/manifest.ts";
import { type Comparison, compareModels } from "./compare-models.ts";
import { type Roles, releasedRoles } from "./releases.ts";

/** Models side by side. */
export interface SeveralCompared {
  readonly models: readonly Manifest[];
  readonly roles: Roles;
  readonly comparisons: readonly Comparison[];
}

/**
 * Compares models with the champion where it is among them, else with the first: on judged events, or on the rows that each two were tested
 * on. Throws MODEL_NOT_FOUND or DATA_DAMAGED.
 */
export async function compareSeveral(
  log: EventLog,
  store: ModelStore,
  references: readonly string[],
  events?: readonly LabelledEvent[],
): Promise<SeveralCompared> {
  const models = await Promise.all(references.map((reference) => store.manifest(reference)));
  const roles = await releasedRoles(log);
  const first = references.find((reference) => reference === roles.champion) ?? references[0]!;
  const comparisons: Comparison[] = [];
  for (const second of references.filter((reference) => reference !== first))
    comparisons.push(await compareModels(store, { first, second }, events));
  return { models, roles, comparisons };
}
