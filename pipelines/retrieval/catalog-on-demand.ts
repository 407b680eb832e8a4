import type { Clock } from "../../connectors/clock.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import type { CurrentModel, LiveModel } from "../live-models.ts";
import { keepCurrent } from "./keep-current.ts";
import { LiveCatalog } from "./live-catalog.ts";

/** A catalog that costs nothing until somebody searches it, and is kept current from then on. */
export interface CatalogOnDemand {
  /** The catalog, once everything that the log has is indexed. Throws what reading it for the first time throws; who asks next tries again. */
  get(): Promise<LiveCatalog>;
  close(): Promise<void>;
}

/** Opens nothing yet. `notice` is told when what is searched can't be kept current. */
export function catalogOnDemand(
  log: EventLog,
  models: CurrentModel<LiveModel>,
  clock: Clock,
  notice: (text: string) => void,
): CatalogOnDemand {
  const stop = new AbortController();
  let catalog: LiveCatalog | undefined;
  let ready: Promise<LiveCatalog> | undefined;
  let keeping: Promise<void> | undefined;
  const open = async () => {
    catalog ??= await LiveCatalog.open(log, models);
    await catalog.catchUp();
    keeping = keepCurrent(catalog, clock, stop.signal, notice);
    // a bug: whoever asks from then on is told it
    keeping.catch((error: unknown) => {
      ready = Promise.reject(error);
      ready.catch(() => {});
    });
    return catalog;
  };
  return {
    get() {
      ready ??= open().catch((error: unknown) => {
        ready = undefined;
        throw error;
      });
      return ready;
    },
    async close() {
      stop.abort();
      await catalog?.close();
      await ready?.catch(() => {});
      await keeping?.catch(() => {});
    },
  };
}
