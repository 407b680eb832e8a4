/**
 * Upper bounds of the buckets in milliseconds, each included, for anything from a batch that takes a millisecond to an event that waits ten
 * minutes. They are the same everywhere, so that histograms of threads and processes add up.
 */
export const bucketBoundsMs: readonly number[] = [
  1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000,
];

/** How often times fell into each bucket. Plain data, so that worker threads can send it. */
export interface Histogram {
  /** By bucket, not cumulative; one more than there are bounds: the last one counts what lies above all of them. */
  readonly counts: readonly number[];
  readonly sumMs: number;
}

/** A histogram that is being filled. */
export interface HistogramMeter {
  /** A time below 0, which the clocks of two machines may give, counts as 0: a sum that falls looks to Prometheus like a new start. */
  record(ms: number): void;
  histogram(): Histogram;
}

/** A histogram that holds nothing yet. */
export function createHistogramMeter(): HistogramMeter {
  const counts = new Array<number>(bucketBoundsMs.length + 1).fill(0);
  let sumMs = 0;
  return {
    record(measuredMs) {
      const ms = Math.max(0, measuredMs);
      counts[bucketOf(ms)]! += 1;
      sumMs += ms;
    },
    histogram: () => ({ counts: [...counts], sumMs }),
  };
}

function bucketOf(ms: number): number {
  const bucket = bucketBoundsMs.findIndex((bound) => ms <= bound);
  return bucket === -1 ? bucketBoundsMs.length : bucket;
}

/** Two histograms as one. */
export function addHistograms(a: Histogram, b: Histogram): Histogram {
  return { counts: a.counts.map((count, bucket) => count + b.counts[bucket]!), sumMs: a.sumMs + b.sumMs };
}

/** What was recorded in a histogram since it was as it was before. */
export function histogramSince(before: Histogram, now: Histogram): Histogram {
  return { counts: now.counts.map((count, bucket) => count - before.counts[bucket]!), sumMs: now.sumMs - before.sumMs };
}

/**
 * The time that a share of what was recorded, such as 0.99, does not exceed: within its bucket by a straight line, as Prometheus has it, and at most
 * the highest bound. Undefined where nothing was recorded.
 */
export function quantileMs({ counts }: Histogram, share: number): number | undefined {
  const rank = share * counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (const [bucket, count] of counts.entries()) {
    if (count > 0 && below + count >= rank) {
      const low = bucketBoundsMs[bucket - 1] ?? 0;
      const high = bucketBoundsMs[bucket] ?? low;
      return low + ((rank - below) / count) * (high - low);
    }
    below += count;
  }
  return undefined;
}
