import { systemClock } from "../connectors/clock.ts";
import { findDataFolder } from "../connectors/files/data-folder.ts";
import { erasedLetters } from "../pipelines/dead-letters/erased-letters.ts";
import { catalogMaps } from "../pipelines/map/catalog-maps.ts";
import { catalogOnDemand } from "../pipelines/retrieval/catalog-on-demand.ts";
import { Recognitions } from "../pipelines/retrieval/recognitions.ts";
import { Visits } from "../pipelines/retrieval/visits.ts";
import { openAskedTables } from "../pipelines/tables.ts";
import { recommenderOf } from "./recommender.ts";
import type { OpenData, Vitals } from "./server/vitals.ts";
import { erasedUsersOf, userEraser } from "./user-eraser.ts";

/** What is open already, and where the rest lies. */
export interface ServedFrom extends Pick<OpenData, "log" | "store" | "live" | "scorer"> {
  /** Path of the data folder. */
  readonly data: string;
  /** Address of the tables; left out where they are in the data folder. */
  readonly tables?: string | undefined;
  readonly notice: (text: string) => void;
}

/**
 * Gives the routes of the server what they answer from, until `close`, which ends what only they use. Nothing is read before somebody asks.
 */
export async function serveData(vitals: Vitals, from: ServedFrom): Promise<{ close(): Promise<void> }> {
  const { log, store, live, scorer, data, notice } = from;
  const folder = await findDataFolder(data);
  const catalog = catalogOnDemand(log, live, systemClock, notice);
  const maps = catalogMaps({ catalog, folder: folder.maps, notice });
  const tables = openAskedTables(folder, from.tables, systemClock);
  const recognitions = new Recognitions(log);
  const recommends = await recommenderOf(data, notice);
  const erasedUsers = erasedUsersOf(from);
  const visits = new Visits(log, erasedUsers);
  vitals.data = {
    log,
    store,
    live,
    ...(scorer && { scorer }),
    catalog,
    recognitions,
    maps,
    visits,
    ...recommends,
    tables,
    eraseUser: userEraser(from),
    erasedLetters: async () => erasedLetters(await erasedUsers()),
  };
  return {
    async close() {
      vitals.data = undefined;
      tables.gate.close();
      await recommends.recommender.close();
      await maps.close();
      await catalog.close();
      await recognitions.close();
    },
  };
}
