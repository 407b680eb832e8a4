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
  /** Whether another one costs little against the time since the last, which is never longer than a minute. */
  isDue(): boolean;
  /** Milliseconds that runs before this one took, as far as they were saved. */
  spentBefore(): Promise<number>;
  /** Removes all of it, once the training is over or to be started over. */
  remove(): Promise<void>;
}

/** A kill costs no more than that. */
const longestMs = 60_000;
/** Writing may take one part in so many of the time. */
const timesItsCost = 60;
const spentName = "spent-ms";
const namePattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/** Checkpoints in a folder, which need not be there yet. */
export function openCheckpointFolder(path: string, clock: Clock): CheckpointFolder {
  const openedAt = clock.now();
  let [savedAt, costMs] = [openedAt, 0];
  let before: Promise<number> | undefined;
  const spentBefore = () => {
    before ??= readSpent(join(path, spentName));
    return before;
  };
  return {
    path,
    load: (name) => readIfThere(fileOf(path, name)),
    async save(name, bytes) {
      const began = clock.now();
      await makeFolder(path);
      const spent = (await spentBefore()) + began - openedAt;
      await writeAtomically(fileOf(path, name), bytes);
      await writeAtomically(join(path, spentName), String(spent));
      savedAt = clock.now();
      costMs = savedAt - began;
    },
    isDue: () => clock.now() - savedAt >= Math.min(longestMs, costMs * timesItsCost),
    spentBefore,
    remove: () => asWriting(path, () => rm(path, { recursive: true, force: true })),
  };
}

function fileOf(folder: string, name: string): string {
  if (!namePattern.test(name)) throw new Error(`"${name}" can't be the name of a checkpoint`);
  return join(folder, `${name}.safetensors`);
}

async function readSpent(path: string): Promise<number> {
  const spent = Number((await readIfThere(path)) ?? 0);
  return Number.isFinite(spent) ? spent : 0;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    const remedy = "change its rights, or start over with --fresh";
    throw new TwinstreamError("FILE_UNREADABLE", `can't read "${path}": ${(error as Error).message}; ${remedy}`, error);
  }
}
