/**
 * What can go wrong that a person can mend. Each code is stable: scripts may rely on it, and the README lists them all.
 */
export const errorCodes = {
  WRONG_USAGE: "A flag, a command or a value on the command line is not understood.",
  FILE_NOT_FOUND: "A file or folder that was named is not there.",
  FILE_UNREADABLE: "A file is there but can't be read as what it should be.",
  FOLDER_UNWRITABLE: "The data folder can't be written: rights, a full disk, or a read-only device.",
  DATA_TOO_NEW: "The data folder was made by a newer version of Twinstream.",
  DATA_DAMAGED: "Something in the data folder can't be read back.",
  ADDRESS_UNAVAILABLE: "An address to listen on is taken, or none of this machine's.",
  LOG_UNAVAILABLE: "The event log can't be reached or has no such topic.",
  REGISTRY_UNAVAILABLE: "The schema registry can't be reached, or does not answer as one.",
  SCHEMA_REFUSED: "The schema registry does not take a schema, mostly because it is incompatible with an earlier one.",
  STORAGE_UNAVAILABLE: "The object storage of the tables can't be reached, or refuses.",
  MODEL_NOT_FOUND: "No model has that reference.",
  MODEL_MISMATCH: "A model and what it is asked to score don't fit together.",
  CHAMPION_CHANGED: "Another model became the champion while this one was being promoted.",
  TRAINING_IMPOSSIBLE: "There are too few rows, or labels without any difference, to train on.",
  TRAINING_STOPPED: "A training was ended before its time; the same command goes on with it.",
  SQL_REFUSED: "The statement is not a single SELECT, or reaches outside the tables.",
  SQL_STOPPED: "A query took longer or needed more memory than it may, or was cancelled.",
  SQL_FAILED: "The statement is allowed but DuckDB could not run it.",
  ROW_REFUSED: "A row of a file can't be used and --strict was asked for.",
} as const;

/** The name of something that can go wrong. */
export type ErrorCode = keyof typeof errorCodes;

/** An error for a person: what happened, where, and what to do. Anything else that is thrown is a bug. */
export class TwinstreamError extends Error {
  readonly code: ErrorCode;
  /** The stage that it ended, where it was one. */
  stage: string | undefined;

  constructor(code: ErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "TwinstreamError";
    this.code = code;
  }
}
