import { existsSync } from "node:fs";
import { systemClock } from "../connectors/clock.ts";
import { writeDatabaseFile } from "../connectors/duckdb/views.ts";
import { openDataFolder } from "../connectors/files/data-folder.ts";
import { erasedLetters, type IsErased } from "../pipelines/dead-letters/erased-letters.ts";
import { type Erasure, eraseUser } from "../pipelines/erasure/erase-user.ts";
import { userHasher } from "../pipelines/record/hash-user.ts";
import { tablesToRead } from "../pipelines/tables.ts";

/** What tells the dead letters of users who were taken out of the tables that `userEraser` takes them out of. Throws STORAGE_UNAVAILABLE. */
export function erasedLettersOf({
  data,
  tables: address,
}: {
  readonly data: string;
  readonly tables?: string | undefined;
}): () => Promise<IsErased> {
  return async () => {
    const folder = await openDataFolder(data, { userKey: process.env.TWINSTREAM_USER_KEY });
    return erasedLetters(await tablesToRead(folder, address), userHasher(folder.userKey));
  };
}

/** Takes users out of the tables of a data folder, or of those that its options say are elsewhere. Throws what `eraseUser` throws. */
export function userEraser({
  data,
  tables: address,
}: {
  readonly data: string;
  readonly tables?: string | undefined;
}): (userId: string) => Promise<Erasure> {
  return async (userId) => {
    const folder = await openDataFolder(data, { userKey: process.env.TWINSTREAM_USER_KEY });
    const erasure = await eraseUser(userId, { folder, address, clock: systemClock });
    // views that an earlier version wrote know nothing of erasures
    if (address === undefined && existsSync(folder.databaseFile))
      await writeDatabaseFile(folder.databaseFile, folder.tables);
    return erasure;
  };
}
