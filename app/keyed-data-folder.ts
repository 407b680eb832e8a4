import { type DataFolder, openDataFolder } from "../connectors/files/data-folder.ts";

/** Opens a data folder with the key that the environment gives for the names of users, where it gives one. Throws as `openDataFolder`. */
export function openKeyedDataFolder(path: string): Promise<DataFolder> {
  return openDataFolder(path, { userKey: process.env.TWINSTREAM_USER_KEY });
}
