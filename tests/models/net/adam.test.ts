import { expect, test } from "vitest";
import { adamDefaults, adamRates, lengthTogether, stepRows } from "../../../models/net/adam.ts";
import { stepAdam } from "../../../models/net/adam-kernel.ts";
import { seededRandom } from "../../../models/random.ts";

/** Adam as in the paper (algorithm 1), one number at a time in float64. */
function paperAdam(start: readonly number[], gradients: readonly (readonly number[])[], learningRate: number) {
  const { beta1, beta2, epsilon } = adamDefaults;
  const values = [...start];
  const first = values.map(() => 0);
  const second = values.map(() => 0);
  for (const [index, gradient] of gradients.entries()) {
    const t = index + 1;
    for (const [i, g] of gradient.entries()) {
      first[i] = beta1 * first[i]! + (1 - beta1) * g;
      second[i] = beta2 * second[i]! + (1 - beta2) * g * g;
      const mean = first[i]! / (1 - beta1 ** t);
      const variance = second[i]! / (1 - beta2 ** t);
      values[i] = values[i]! - (learningRate * mean) / (Math.sqrt(variance) + epsilon);
    }
  }
  return { values, first, second };
}

const gradients = [
  [0.5, -2, 0],
  [0.25, 1, 0],
  [-1, 1e-4, 3],
];

/** Values that three steps begin with, and what all steps are told; each gradient is given twice as long and counts half. */
function start(values: readonly number[]) {
  const zeros = () => new Float32Array(values.length);
  const state = { values: Float32Array.from(values), first: zeros(), second: zeros() };
  const steps = gradients.map((gradient, index) => ({
    gradient: Float32Array.from(gradient, (value) => 2 * value),
    step: { ...adamDefaults, ...adamRates(0.1, index + 1, adamDefaults), share: 0.5 },
  }));
  return { state, steps };
}

test("adam: three steps are those of the paper", () => {
  const { state, steps } = start([1, 2, 3]);
  for (const { gradient, step } of steps) stepAdam(state, gradient, step);
  const truth = paperAdam([1, 2, 3], gradients, 0.1);
  // kept are the paper's moments without the factors 1 − β1 and 1 − β2
  const factors = { values: 1, first: 1 - adamDefaults.beta1, second: 1 - adamDefaults.beta2 };
  for (const name of ["values", "first", "second"] as const)
    for (const [i, value] of truth[name].entries()) expect(state[name][i]! * factors[name]).toBeCloseTo(value, 5);
});

test("sparse adam: changes the rows that are named, and no others", () => {
  const [rows, whole] = [start([2, 3, 9, 9, 0, 1]), start([0, 1, 2, 3])];
  for (const [index, { gradient, step }] of rows.steps.entries()) {
    const both = Float32Array.of(...gradient, gradient[0]!);
    stepRows(rows.state, Int32Array.of(2, 0), both, step);
    stepAdam(whole.state, both, whole.steps[index]!.step);
  }
  const { values, first, second } = whole.state;
  expect(rows.state).toEqual({
    values: Float32Array.of(...values.subarray(2), 9, 9, ...values.subarray(0, 2)),
    first: Float32Array.of(...first.subarray(2), 0, 0, ...first.subarray(0, 2)),
    second: Float32Array.of(...second.subarray(2), 0, 0, ...second.subarray(0, 2)),
  });
});

test("lengthTogether: is the root of the sum of all squares", () => {
  expect(lengthTogether([Float32Array.of(3, 4), Float32Array.of(12)])).toBe(13);
  expect(lengthTogether([])).toBe(0);
});

test.for([1, 2, 1_023, 1_025, 2_500])(
  "adam: of %i numbers gives what one row of as many gives, to the bit",
  (count) => {
    const random = seededRandom(count);
    const numbers = () => Float32Array.from({ length: count }, () => random.uniform() - 0.5);
    const values = numbers();
    const zeros = () => new Float32Array(count);
    const [whole, row] = [values, values.slice()].map((own) => ({ values: own, first: zeros(), second: zeros() }));
    for (let index = 1; index <= 5; index++) {
      const step = { ...adamDefaults, ...adamRates(0.01, index, adamDefaults), share: 0.7 };
      const gradient = numbers();
      stepAdam(whole!, gradient, step);
      stepRows(row!, Int32Array.of(0), gradient, step);
    }
    expect(whole).toEqual(row);
  },
);
