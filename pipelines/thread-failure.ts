import { type ErrorCode, TwinstreamError } from "../schemas/errors.ts";

/** What a person can mend, told by one thread to another: as a plain object, because an error that is sent there loses its code. */
export interface ThreadFailure {
  readonly code: ErrorCode;
  readonly message: string;
  /** The stage that failed, where one did. */
  readonly stage?: string | undefined;
}

/** What is to be told of an error. Throws it where it is a bug. */
export function failureOf(error: unknown): ThreadFailure {
  if (!(error instanceof TwinstreamError)) throw error;
  const { code, message, stage } = error;
  return { code, message, stage };
}

/** The error that was told of. */
export function errorOf({ code, message, stage }: ThreadFailure): TwinstreamError {
  const error = new TwinstreamError(code, message);
  error.stage = stage;
  return error;
}
