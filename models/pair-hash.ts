import { hashText, mixBits } from "./hash.ts";
import { queryHash } from "./seen-queries.ts";

/**
 * What stands for a (query, product) pair: a 32-bit hash of query and title, each normalised as `queryHash` does. Products of equal title
 * are one to any model, and judgments of such a pair have one hash whatever their grades.
 */
export function pairHash(query: string, title: string): number {
  // The second number is the golden ratio's, so that a pair of equal texts is not 0.
  return mixBits(queryHash(query) ^ mixBits(queryHash(title) + 0x9e3779b9));
}

/** What stands for one judgment of a pair: a whole number below 2^53, so that two of a million share one once in ten thousand times. */
export function judgmentKey(query: string, title: string, grade: number): number {
  return pairHash(query, title) * 2 ** 21 + (mixBits(hashText(`${Math.fround(grade)}\0${title}\0${query}`)) >>> 11);
}
