import { TwinstreamError } from "../../schemas/errors.ts";

const unwritable = ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EFBIG", "ENOTDIR", "EEXIST", "EIO"];
/** errno of the same, for errors that come from LMDB: it gives numbers only. */
const unwritableNumbers = [13, 1, 30, 28, 122, 27, 20, 17, 5];
const mapFull = -30792;
/** MDB_PAGE_NOTFOUND, MDB_CORRUPTED, MDB_PANIC, MDB_INVALID, MDB_BAD_TXN, MDB_PROBLEM. */
const damaged = [-30797, -30796, -30795, -30793, -30782, -30779];
const versionMismatch = -30794;

/** What an error of the file system or of LMDB means for a person; anything else is given back as it is. */
export function explain(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || error instanceof TwinstreamError) return error;
  const code = (error as { code?: unknown }).code;
  if (unwritable.includes(code as string) || unwritableNumbers.includes(code as number) || code === mapFull) {
    return new TwinstreamError(
      "FOLDER_UNWRITABLE",
      `the event log in "${folder}" can't be written (${error.message}); check its rights and the free space, what was acknowledged is safe`,
      error,
    );
  }
  if (isDestroyedLock(error)) {
    const words = `the event log in "${folder}" was closed by another process at the very moment it was opened`;
    return new TwinstreamError("LOG_UNAVAILABLE", `${words}; nothing was changed, run the command again`, error);
  }
  if (damaged.includes(code as number) || code === versionMismatch) return damage(folder, error.message, error);
  return error;
}

/** Whether LMDB met a lock that another process destroyed; `lmdb` gives no number with it. */
export function isDestroyedLock(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Invalid argument");
}

/** What `explain` says, for what LMDB threw only: an error of the file system may as well come from a handler. */
export function explainLmdb(error: unknown, folder: string): unknown {
  return typeof (error as { code?: unknown })?.code === "number" ? explain(error, folder) : error;
}

/** Says that something in the log's file can't be read back. */
export function damage(folder: string, what: string, cause?: unknown): TwinstreamError {
  return new TwinstreamError(
    "DATA_DAMAGED",
    `the event log in "${folder}" is damaged: ${what}; restore it from a copy, or move the folder away and replay`,
    cause,
  );
}

/** Says that the log was made by a newer version of the program. */
export function tooNew(folder: string, found: unknown, known: number): TwinstreamError {
  return new TwinstreamError(
    "DATA_TOO_NEW",
    `the event log in "${folder}" has format ${String(found)}, this version reads up to ${known}; use the newer version of Twinstream, nothing was changed`,
  );
}
