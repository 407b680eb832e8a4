import { join } from "node:path";
import { type TableName, tables } from "../../schemas/tables.ts";
import { makeFolder, syncFolder, writeAtomically } from "../files/atomic-write.ts";
import { namesIn, padded } from "./layout.ts";
import { quoted } from "./memory-database.ts";

/*
 * An erasure is one empty file, `TABLES/erased/<keyed hash>-<milliseconds>`: from the moment it is there every view leaves out the rows of that user that
 * were appended to the log until then, wherever they come from later; a user who comes back has new rows, which stay. Compaction writes the
 * files that hold such rows anew, without them.
 */

/** The folder of the erasures, in that of the tables; and the prefix of their objects where the tables are objects. */
export const erasedFolder = "erased";
const fileName = /^([0-9a-f]{16})-(\d{16})$/;

/** Hides the rows of a user from now on, safe on disk when it resolves. `until`: milliseconds since 1970 UTC. Throws FOLDER_UNWRITABLE. */
export async function addErasure(tablesFolder: string, userId: string, until: number): Promise<void> {
  const folder = join(tablesFolder, erasedFolder);
  await makeFolder(folder);
  await writeAtomically(join(folder, nameOfErasure(userId, until)), "");
  await syncFolder(tablesFolder);
}

/** The name of the file or object that an erasure is. */
export function nameOfErasure(userId: string, until: number): string {
  return `${userId}-${padded(until)}`;
}

/** When the erasure of a name was made, milliseconds since 1970 UTC; undefined for what is none. */
export function timeOfErasure(name: string): number | undefined {
  const until = fileName.exec(name)?.[2];
  return until === undefined ? undefined : Number(until);
}

/** What tells apart two states of a folder's erasures: undefined where there are none. */
export async function erasuresMark(tablesFolder: string): Promise<string | undefined> {
  const names = (await namesIn(join(tablesFolder, erasedFolder))).filter((name) => fileName.test(name));
  return names.length === 0 ? undefined : `${names.length} ${names.at(-1)}`;
}

/** The users who were erased, by their keyed hashes, and until when for the last time. */
export async function erasedUsers(tablesFolder: string): Promise<ReadonlyMap<string, number>> {
  const names = (await namesIn(join(tablesFolder, erasedFolder))).filter((name) => fileName.test(name));
  return new Map(names.sort().map((name) => [name.slice(0, 16), timeOfErasure(name)!]));
}

/** The tables that have users. */
export const tablesOfUsers = (Object.keys(tables) as TableName[]).filter((table) => "user_id" in tables[table]);

/** A query for rows that may come from files of before the table had users: those are nobody's. */
export function withUsers(query: string): string {
  return `(SELECT NULL::VARCHAR AS user_id WHERE false UNION ALL BY NAME ${query})`;
}

/** The condition for a row of a table, under this name in the query, that is not erased; undefined for a table without users. */
export function notErased(tablesFolder: string, table: TableName, row: string): string | undefined {
  if (!tablesOfUsers.includes(table)) return undefined;
  const glob = quoted(join(tablesFolder, erasedFolder, "*"));
  const part = (group: number) => `regexp_extract(file, '([0-9a-f]{16})-(\\d{16})$', ${group})`;
  return `NOT EXISTS (SELECT 1 FROM (SELECT ${part(1)} AS user_id, try_cast(${part(2)} AS BIGINT) AS until FROM glob(${glob})) AS erased
    WHERE erased.user_id = ${row}.user_id AND epoch_ms(${row}.processed_at) <= erased.until)`;
}
