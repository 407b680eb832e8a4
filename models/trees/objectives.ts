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
  /** The score that all rows start from. */
  start(rows: Targets): number;
  /** Writes by how much a higher score of each row would lower the loss: its negative slope; and how the slope changes, where rows weigh differently. */
  residuals(rows: Targets, scores: Float64Array, residuals: Float64Array, hessians: Float64Array): void;
  /** What a leaf adds, if not the mean of its residuals: from what the scores of its rows lack. */
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
