import type { S3ServiceException } from "@aws-sdk/client-s3";
import { TwinstreamError } from "../../schemas/errors.ts";

const credentials = "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or AWS_PROFILE";
const rights = "allow s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject there";
const full = "is full; make room or raise the quota, then run the same command again";
const region = "is in another region; set AWS_REGION to that of the bucket";
const unreachable = "can't be reached; check AWS_ENDPOINT_URL_S3, AWS_REGION and the network";

/** What the storage, or the way to it, is called to say, by the name of the error, or its message where it has no name of its own. */
const sentences: Readonly<Record<string, string>> = {
  NoSuchBucket: "is in a bucket that is not there; make the bucket, or name another in --tables",
  AccessDenied: `refuses these credentials; ${rights}`,
  InvalidAccessKeyId: `does not know these credentials; ${credentials}`,
  XAdminUserNotFound: `does not know these credentials; ${credentials}`,
  SignatureDoesNotMatch: `does not accept the secret of these credentials; ${credentials}`,
  ExpiredToken: `says that the credentials have expired; ${credentials}`,
  InvalidToken: `does not accept the session token; ${credentials}`,
  CredentialsProviderError: `needs credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE`,
  "Region is missing": "needs a region; set AWS_REGION, or AWS_ENDPOINT_URL_S3 for storage of your own",
  RequestTimeTooSkewed: "says that this machine's clock is wrong; set it",
  PermanentRedirect: region,
  AuthorizationHeaderMalformed: region,
  QuotaExceeded: full,
  InsufficientStorage: full,
  XMinioStorageFull: full,
  EntityTooLarge: "does not take objects of this size; raise its limit",
  NotImplemented: "can't put an object only where none is (If-None-Match); use a storage that can",
  SlowDown: "asks to slow down, again and again; run fewer stages, or raise its limits",
  TimeoutError: "does not answer in time; check the network and the storage, then run the same command again",
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  EHOSTUNREACH: unreachable,
};

const statuses: Readonly<Record<number, string>> = {
  301: region,
  401: `does not accept these credentials; ${credentials}`,
  403: `refuses these credentials; ${rights}`,
  507: full,
};

/**
 * An error of the client as STORAGE_UNAVAILABLE, in one sentence with what to do. Of the storage's own words only the error's name is passed
 * on: they may repeat a key.
 */
export function storageUnavailable(address: string, error: unknown): TwinstreamError {
  const { name = "", code = "", message = "" } = error as { name?: string; code?: string; message?: string };
  const status = statusOf(error);
  const known = sentences[name] ?? sentences[code] ?? sentences[message] ?? statuses[status ?? 0];
  const word = [code || name, status].filter((part) => part !== undefined && part !== "").join(", ");
  const said = known ?? "can't do what it was asked; look into its log, then run the same command again";
  return new TwinstreamError("STORAGE_UNAVAILABLE", `the storage "${address}" ${said} (${word})`, error);
}

/** The HTTP status that the storage answered with; undefined when it did not answer. */
export function statusOf(error: unknown): number | undefined {
  return (error as Partial<S3ServiceException>).$metadata?.httpStatusCode;
}
