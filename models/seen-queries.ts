import { TwinstreamError } from "../schemas/errors.ts";
import { hashText, mixBits } from "./hash.ts";

/**
 * What stands for a query in a set of seen ones: a 32-bit hash of its normalised form (NFKC, lower case, single spaces).
 * Two different queries share a hash once in four thousand million pairs.
 */
export function queryHash(query: string): number {
  return mixBits(hashText(query.normalize("NFKC").toLowerCase().trim().replace(/\s+/gu, " ")));
}

/** The hashes of all these queries. */
export function queryHashes(queries: Iterable<string>): ReadonlySet<number> {
  const hashes = new Set<number>();
  for (const query of queries) hashes.add(queryHash(query));
  return hashes;
}

/** The set as bytes: its hashes in ascending order, four little-endian bytes each. */
export function saveSeenQueries(hashes: ReadonlySet<number>): Uint8Array {
  const bytes = new Uint8Array(hashes.size * 4);
  const view = new DataView(bytes.buffer);
  Uint32Array.from(hashes)
    .sort()
    .forEach((hash, index) => {
      view.setUint32(index * 4, hash, true);
    });
  return bytes;
}

/** The set that `saveSeenQueries` wrote. Throws DATA_DAMAGED for bytes that it can't have written. */
export function loadSeenQueries(bytes: Uint8Array): ReadonlySet<number> {
  if (bytes.length % 4 !== 0) throw damaged(`${bytes.length} bytes are no whole number of hashes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const hashes = new Set<number>();
  let previous = -1;
  for (let offset = 0; offset < bytes.length; offset += 4) {
    const hash = view.getUint32(offset, true);
    if (hash <= previous) throw damaged(`the hash at byte ${offset} is not above the one before it`);
    hashes.add(hash);
    previous = hash;
  }
  return hashes;
}

function damaged(what: string): TwinstreamError {
  return new TwinstreamError(
    "DATA_DAMAGED",
    `a list of what the model has seen can't be read: ${what}; train it again`,
  );
}
