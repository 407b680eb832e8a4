/**
 * Numbers of texts in batches of like length, so that few tokens are padding: each batch, padded to its longest text, has at most
 * `budget` tokens, or is one text.
 */
export function batchesByLength(lengths: readonly number[], budget: number): readonly (readonly number[])[] {
  const ascending = lengths.map((_, text) => text).sort((a, b) => lengths[a]! - lengths[b]!);
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const text of ascending) {
    if (batch.length > 0 && (batch.length + 1) * lengths[text]! > budget) {
      batches.push(batch);
      batch = [];
    }
    batch.push(text);
  }
  return batch.length === 0 ? batches : [...batches, batch];
}
