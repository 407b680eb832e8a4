/** Inverse document frequency, ln((1 + texts) / (1 + texts with the term)) + 1: 1 for a term that all texts have. */
export function inverseFrequency(texts: number, withTerm: number): number {
  return Math.log((1 + texts) / (1 + withTerm)) + 1;
}
