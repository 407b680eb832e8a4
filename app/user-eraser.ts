import { existsSync } from "node:fs";
import { systemClock } from "../connectors/clock.ts";
import { writeDatabaseFile } from "../connectors/duckdb/views.ts";
import { findDataFolder } from "../connectors/files/data-folder.ts";
import { type Erasure, eraseUser } from "../pipelines/erasure/erase-user.ts";
import { type ErasedUsers, knownErasures } from "../pipelines/erasure/erased-users.ts";
import { userHasher } from "../pipelines/record/hash-user.ts";
import { erasuresToRead } from "../pipelines/tables.ts";
import { openKeyedDataFolder } from "./keyed-data-folder.ts";

/** Where users are erased: in the tables of a data folder, or in those at an address. */
interface ErasedFrom {
  readonly data: string;
  readonly tables?: string | undefined;
}

/** Who was taken out by `userEraser`, in this process or another one. Asking throws FILE_NOT_FOUND and STORAGE_UNAVAILABLE. */
export function erasedUsersOf({ data, tables: address }: ErasedFrom): ErasedUsers {
  return knownErasures(
    async () => erasuresToRead(await findDataFolder(data), address),
    async () => userHasher((await openKeyedDataFolder(data)).userKey),
  );
}

/** Takes users out of the tables of a data folder, or of those that its options say are elsewhere. Throws what `eraseUser` throws. */
export function userEraser({ data, tables: address }: ErasedFrom): (userId: string) => Promise<Erasure> {
  return async (userId) => {
    const folder = await openKeyedDataFolder(data);
    const erasure = await eraseUser(userId, { folder, address, clock: systemClock });
    // views that an earlier version wrote know nothing of erasures
    if (address === undefined && existsSync(folder.databaseFile))
      await writeDatabaseFile(folder.databaseFile, folder.tables);
    return erasure;
  };
}
