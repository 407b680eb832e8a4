import { createHmac } from "node:crypto";

/** Replaces a user id by its keyed hash. */
export type HashUser = (userId: string) => string;

/** HMAC-SHA-256 of a user id, the first 16 of its hexadecimal digits. */
export function userHasher(key: Uint8Array): HashUser {
  return (userId) => createHmac("sha256", key).update(userId).digest("hex").slice(0, 16);
}
