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

/** Every example once, in batches for serving: in order of the lengths of its first text, among equals of its second, and so on, so that little of a batch is padding. */
export function batchesByLength(
  count: number,
  lengthsOf: (example: number) => readonly number[],
  batchSize: number,
): readonly Int32Array[] {
  const lengths = Array.from({ length: count }, (_, example) => lengthsOf(example));
  const examples = Int32Array.from({ length: count }, (_, example) => example);
  examples.sort((a, b) => compare(lengths[a]!, lengths[b]!) || a - b);
  return Array.from({ length: Math.ceil(count / batchSize) }, (_, batch) =>
    examples.slice(batch * batchSize, (batch + 1) * batchSize),
  );
}

function compare(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((length, index) => length !== b[index]);
  return place < 0 ? 0 : a[place]! - b[place]!;
}
