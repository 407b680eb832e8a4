/** The sums that Pearson's correlation is made of. */
export interface CorrelationSums {
  readonly count: number;
  readonly sumX: number;
  readonly sumY: number;
  readonly sumXX: number;
  readonly sumYY: number;
  readonly sumXY: number;
}

/** Pearson's correlation, from -1 to 1; null when one side is constant. */
export function pearson({ count, sumX, sumY, sumXX, sumYY, sumXY }: CorrelationSums): number | null {
  const spreadX = sumXX - (sumX * sumX) / count;
  const spreadY = sumYY - (sumY * sumY) / count;
  // Below this the spread is what rounding leaves of equal values.
  if (!(spreadX > 1e-12 * sumXX && spreadY > 1e-12 * sumYY)) return null;
  const correlation = (sumXY - (sumX * sumY) / count) / (Math.sqrt(spreadX) * Math.sqrt(spreadY));
  return Math.max(-1, Math.min(1, correlation));
}

/** Spearman's rank correlation, equal values sharing their mean rank; null when one side is constant. */
export function spearman(first: ArrayLike<number>, second: ArrayLike<number>): number | null {
  if (first.length !== second.length) throw new Error(`${first.length} values against ${second.length}`);
  const [x, y] = [centredRanks(first), centredRanks(second)];
  let [sumXX, sumYY, sumXY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    sumXX += x[i]! * x[i]!;
    sumYY += y[i]! * y[i]!;
    sumXY += x[i]! * y[i]!;
  }
  return pearson({ count: x.length, sumX: 0, sumY: 0, sumXX, sumYY, sumXY });
}

/** The rank of each value less the mean of all ranks. */
function centredRanks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + end - order.length) / 2;
    start = end;
  }
  return ranks;
}
