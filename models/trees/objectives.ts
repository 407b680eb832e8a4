import { TwinstreamError } from "../../schemas/errors.ts";
import { ndcg } from "../metrics/ranking.ts";

/** What boosting learns from: what is wanted of each row. */
export interface Targets {
  readonly targets: Float32Array;
  /** The search that each row belongs to, rows of one following one another; what ranks needs it. */
  readonly searches?: Uint32Array;
}

/** What boosting lowers. */
export interface Objective {
  /** Whether rows weigh differently; if not, each counts 1. */
  readonly hasHessians: boolean;
  /** The score that all rows start from. Throws TRAINING_IMPOSSIBLE for rows that it can't learn from. */
  start(rows: Targets): number;
  /** Writes by how much a higher score of each row would lower the loss: its negative slope; and, where rows weigh differently, its second derivative. */
  residuals(rows: Targets, scores: Float64Array, residuals: Float64Array, hessians: Float64Array): void;
  /** What a leaf adds, where that is not the mean of its residuals: from what the scores of its rows lack, which it may reorder. */
  leafValue?(lacking: Float64Array): number;
  /** How bad scores are, to stop by; the lower the better. */
  loss(rows: Targets, scores: Float64Array): number;
}

/** Half the squared difference; the loss is its root mean square. */
export const squaredError: Objective = {
  hasHessians: false,
  start: ({ targets }) => targets.reduce((sum, target) => sum + target, 0) / targets.length,
  residuals({ targets }, scores, residuals) {
    for (let row = 0; row < targets.length; row++) residuals[row] = targets[row]! - scores[row]!;
  },
  loss({ targets }, scores) {
    let sum = 0;
    for (let row = 0; row < targets.length; row++) sum += (targets[row]! - scores[row]!) ** 2;
    return Math.sqrt(sum / targets.length);
  },
};

/**
 * The score that a share of like rows lies at or below, from 0 to 1 (Koenker & Bassett 1978): trees grow on which side each row is, and
 * leaves add the quantile of what their rows lack. The loss is the mean pinball loss. Throws WRONG_USAGE for another share.
 */
export function quantile(share: number): Objective {
  if (!(share > 0 && share < 1)) {
    throw new TwinstreamError("WRONG_USAGE", `a quantile is a share between 0 and 1, not ${share}`);
  }
  return {
    hasHessians: false,
    start: ({ targets }) => quantileOf(Float64Array.from(targets), share),
    residuals({ targets }, scores, residuals) {
      for (let row = 0; row < targets.length; row++) residuals[row] = targets[row]! > scores[row]! ? share : share - 1;
    },
    leafValue: (lacking) => quantileOf(lacking, share),
    loss({ targets }, scores) {
      let sum = 0;
      for (let row = 0; row < targets.length; row++) {
        const lacks = targets[row]! - scores[row]!;
        sum += lacks * (lacks > 0 ? share : share - 1);
      }
      return sum / targets.length;
    },
  };
}

/** Between the two values next to it in proportion, as R's type 7 has it. */
function quantileOf(values: Float64Array, share: number): number {
  values.sort();
  const place = share * (values.length - 1);
  const below = values[Math.floor(place)]!;
  return below + (place % 1) * (values[Math.ceil(place)]! - below);
}

/**
 * The order of each search's rows (LambdaMART, Burges 2010): each pair pulls its rows apart by how much swapping them would change the
 * search's NDCG over the first `depth` ranks. The loss is 1 - the mean NDCG of the searches that have one.
 */
export function ranking(labelMin: number, depth = 10): Objective {
  return {
    hasHessians: true,
    start(rows) {
      searchesOf(rows);
      return 0;
    },
    residuals(rows, scores, residuals, hessians) {
      residuals.fill(0);
      hessians.fill(0);
      for (const { begin, end } of searchesOf(rows)) {
        const part = <Numbers extends Float32Array | Float64Array>(of: Numbers) => of.subarray(begin, end) as Numbers;
        const gains = part(rows.targets).map((grade) => 2 ** (grade - labelMin) - 1);
        pullApart(gains, part(scores), depth, part(residuals), part(hessians));
      }
    },
    loss(rows, scores) {
      let [sum, count] = [0, 0];
      for (const { begin, end } of searchesOf(rows)) {
        const search = { scores: scores.subarray(begin, end), grades: rows.targets.subarray(begin, end) };
        const reached = ndcg(search, labelMin, depth);
        if (reached === undefined) continue;
        sum += reached;
        count++;
      }
      return count === 0 ? 0 : 1 - sum / count;
    },
  };
}

/** Adds the pull of every pair of a search whose gains differ and of which a row is among the first `depth`. */
function pullApart(
  gains: Float32Array,
  scores: Float64Array,
  depth: number,
  residuals: Float64Array,
  hessians: Float64Array,
): void {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  const best = gains.toSorted().toReversed().subarray(0, depth);
  const ideal = best.reduce((sum, gain, rank) => sum + gain * discountAt(rank, depth), 0);
  if (ideal === 0) return;
  for (let first = 0; first < Math.min(depth, order.length); first++) {
    for (let second = first + 1; second < order.length; second++) {
      const [a, b] = [order[first]!, order[second]!];
      if (gains[a] === gains[b]) continue;
      const [better, worse] = gains[a]! > gains[b]! ? [a, b] : [b, a];
      const change =
        ((gains[better]! - gains[worse]!) * (discountAt(first, depth) - discountAt(second, depth))) / ideal;
      const doubt = 1 / (1 + Math.exp(scores[better]! - scores[worse]!));
      residuals[better]! += change * doubt;
      residuals[worse]! -= change * doubt;
      const weight = change * doubt * (1 - doubt);
      hessians[better]! += weight;
      hessians[worse]! += weight;
    }
  }
}

/** Of ranks counted from 0. */
function discountAt(rank: number, depth: number): number {
  return rank < depth ? 1 / Math.log2(rank + 2) : 0;
}

/** The rows of each search. */
function searchesOf({ targets, searches }: Targets): readonly { readonly begin: number; readonly end: number }[] {
  if (searches === undefined) {
    throw new TwinstreamError(
      "TRAINING_IMPOSSIBLE",
      "rows are ranked within their search, but none is given; give each row's",
    );
  }
  const found: { begin: number; end: number }[] = [];
  for (let begin = 0, end = 0; begin < targets.length; begin = end) {
    while (end < targets.length && searches[end] === searches[begin]) end++;
    found.push({ begin, end });
  }
  return found;
}
