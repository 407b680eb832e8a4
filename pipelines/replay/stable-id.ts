import { createHash } from "node:crypto";

/** An id that is the same whenever the parts are, of events of one source; `salt` makes others of the same parts. */
export function stableId(source: string, salt: string | null, parts: readonly unknown[]): string {
  const hash = createHash("sha256").update(JSON.stringify([source, salt, ...parts], plain));
  return `${source}-${hash.digest("hex").slice(0, 16)}`;
}

/** Parquet gives whole numbers that JSON can't write. */
function plain(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
