import type { Random } from "../random.ts";

/** How an epoch's examples are put into batches. */
export interface BatchOrder {
  readonly batchSize: number;
  /** Within how many batches examples are sorted by length, so that a batch has texts of like length; 1 sorts nothing worth it. */
  readonly pool: number;
}

/** Every example once, in batches of like length in random order; the last batch may be smaller. Shorter batches mean fewer steps. */
export function orderBatches(
  count: number,
  lengthOf: (example: number) => number,
  { batchSize, pool }: BatchOrder,
  random: Random,
): readonly Int32Array[] {
  const examples = random.shuffle(Int32Array.from({ length: count }, (_, example) => example));
  const batches: Int32Array[] = [];
  for (let start = 0; start < count; start += batchSize * pool) {
    const pooled = examples.slice(start, start + batchSize * pool);
    if (pool > 1) pooled.sort((a, b) => lengthOf(a) - lengthOf(b));
    for (let from = 0; from < pooled.length; from += batchSize) batches.push(pooled.slice(from, from + batchSize));
  }
  return random.shuffle(batches);
}
