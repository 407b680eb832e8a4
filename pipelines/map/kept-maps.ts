import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, writeAtomically } from "../../connectors/files/atomic-write.ts";

/** Maps in a folder, so that a restart need not draw them again. */
export interface KeptMaps {
  /** The map that was kept under a key; undefined where there is none, or none that can be read. */
  find(key: string): Promise<Uint8Array | undefined>;
  /** Keeps a map, in place of all but the few that were kept last. Throws FOLDER_UNWRITABLE. */
  keep(key: string, map: Uint8Array): Promise<void>;
}

/** Raised when maps are drawn or written otherwise: older ones are drawn again then. */
const format = 1;

/** Enough to go back to an earlier champion and forth. */
const mapsKept = 3;

/** Maps in a folder that need not be there yet. */
export function keptMaps(folder: string): KeptMaps {
  return {
    async find(key) {
      try {
        return await readFile(join(folder, nameOf(key)));
      } catch {
        return undefined; // it can be drawn again; what hinders reading hinders keeping, which says so
      }
    },
    async keep(key, map) {
      await makeFolder(folder);
      await writeAtomically(join(folder, nameOf(key)), map);
      for (const old of (await newestFirst(folder)).slice(mapsKept)) await rm(join(folder, old), { force: true });
    },
  };
}

async function newestFirst(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => /^map-\d+-[0-9a-f]{32}\.json$/.test(name));
  const dated = await Promise.all(
    names.map(async (name) => {
      // another process may have removed it
      const time = await stat(join(folder, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      );
      return { name, time };
    }),
  );
  return dated.sort((one, other) => other.time - one.time).map(({ name }) => name);
}

function nameOf(key: string): string {
  return `map-${format}-${createHash("sha256").update(key).digest("hex").slice(0, 32)}.json`;
}
