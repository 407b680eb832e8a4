import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { Clock } from "../clock.ts";
import { asWriting, makeFolder, writeAtomically } from "./atomic-write.ts";

/** Keeps what a training has come to, as `NAME.safetensors` in a folder of its own, so that it can go on after a kill. */
export interface CheckpointFolder {
  readonly path: string;
  /** What was saved last under a name, or undefined. Throws FILE_UNREADABLE. */
  load(name: string): Promise<Uint8Array | undefined>;
  /** Replaces what was saved under the name, whole or not at all; the folder is made when it is not there. Throws FOLDER_UNWRITABLE. */
  save(name: string, bytes: Uint8Array): Promise<void>;
  /** Whether a minute has passed since the last one: a kill then costs no more, and writing is a small part of the time. */
  isDue(): boolean;
  /** Removes all of it, once the training is over or to be started over. */
  remove(): Promise<void>;
}

const everyMs = 60_000;
const namePattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/** Checkpoints in a folder, which need not be there yet. */
export function openCheckpointFolder(path: string, clock: Clock): CheckpointFolder {
  let savedAt = clock.now();
  return {
    path,
    load: (name) => readCheckpoint(fileOf(path, name)),
    async save(name, bytes) {
      await makeFolder(path);
      await writeAtomically(fileOf(path, name), bytes);
      savedAt = clock.now();
    },
    isDue: () => clock.now() - savedAt >= everyMs,
    remove: () => asWriting(path, () => rm(path, { recursive: true, force: true })),
  };
}

function fileOf(folder: string, name: string): string {
  if (!namePattern.test(name)) throw new Error(`"${name}" can't be the name of a checkpoint`);
  return join(folder, `${name}.safetensors`);
}

async function readCheckpoint(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    const remedy = "change its rights, or start over with --fresh";
    throw new TwinstreamError("FILE_UNREADABLE", `can't read "${path}": ${(error as Error).message}; ${remedy}`, error);
  }
}
