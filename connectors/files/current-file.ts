import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { TwinstreamError } from "../../schemas/errors.ts";
import { makeFolder, writeAtomically } from "./atomic-write.ts";

/** Holds the reference of the model of a folder that is in use. */
const currentName = "current";

/** The reference of the model in use, undefined where there is none. Throws FILE_UNREADABLE. */
export async function readCurrent(folder: string): Promise<string | undefined> {
  const path = join(folder, currentName);
  try {
    return (await readFile(path, "utf8")).trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new TwinstreamError("FILE_UNREADABLE", `can't read "${path}": ${(error as Error).message}`, error);
  }
}

/** Puts another model of the folder to use; whole or not at all. Throws FOLDER_UNWRITABLE. */
export async function writeCurrent(folder: string, reference: string): Promise<void> {
  await makeFolder(folder);
  await writeAtomically(join(folder, currentName), `${reference}\n`);
}
