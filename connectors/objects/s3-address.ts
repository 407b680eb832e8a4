import { TwinstreamError } from "../../schemas/errors.ts";

/** A place in a bucket. */
export interface S3Address {
  readonly bucket: string;
  /** Stands before every key: empty, or ending with a slash. */
  readonly prefix: string;
}

const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Reads `s3://BUCKET/PREFIX`; the prefix may be missing. Throws WRONG_USAGE. */
export function parseS3Address(text: string): S3Address {
  const [, bucket = "", path = ""] = /^s3:\/\/([^/]*)(?:\/(.*))?$/.exec(text) ?? [];
  if (!bucketName.test(bucket)) {
    const example = "such as s3://shop-tables/twinstream";
    throw new TwinstreamError(
      "WRONG_USAGE",
      `"${text}" is no place in object storage; give s3://BUCKET/PREFIX, ${example}`,
    );
  }
  const parts = path.split("/").filter((part) => part !== "");
  return { bucket, prefix: parts.map((part) => `${part}/`).join("") };
}
