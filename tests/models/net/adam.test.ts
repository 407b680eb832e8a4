import { expect, test } from "vitest";
import { adam, adamDefaults, adamRates, clipTogether } from "../../../models/net/adam.ts";
import { input } from "../../../models/net/operations.ts";
import { floats, numbersOf, type Tensors } from "../../../models/net/session.ts";
import { evaluate, listOf } from "../../support/evaluate-values.ts";

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

test("adam: three steps are those of the paper", async () => {
  const vector = (name: string) => input(name, [3]);
  const rates = { rate: input("rate", []), epsilon: input("epsilon", []) };
  const state = { values: vector("values"), first: vector("first"), second: vector("second") };
  const next = adam(state, vector("gradient"), rates, adamDefaults);
  const gradients = [
    [0.5, -2, 0],
    [0.25, 1, 0],
    [-1, 1e-4, 3],
  ];
  let kept: Tensors = { values: floats([1, 2, 3], [3]), first: floats([0, 0, 0], [3]), second: floats([0, 0, 0], [3]) };
  for (const [index, gradient] of gradients.entries()) {
    const { rate, epsilon } = adamRates(0.1, index + 1, adamDefaults);
    const fed = { gradient: floats(gradient, [3]), rate: floats([rate], []), epsilon: floats([epsilon], []) };
    const given = await evaluate({ a: next.values, b: next.first, c: next.second }, { ...kept, ...fed });
    kept = { values: given.a!, first: given.b!, second: given.c! };
  }
  const truth = paperAdam([1, 2, 3], gradients, 0.1);
  // kept are the paper's moments without the factors 1 − β1 and 1 − β2
  const factors = { values: 1, first: 1 - adamDefaults.beta1, second: 1 - adamDefaults.beta2 };
  for (const name of ["values", "first", "second"] as const) {
    for (const [i, value] of truth[name].entries())
      expect(numbersOf(kept[name]!)[i]! * factors[name]).toBeCloseTo(value, 5);
  }
});

test.for([
  ["too long together: both are made shorter", 6.5, [1.5, 2], [6]],
  ["short enough: both stay", 13, [3, 4], [12]],
  ["shorter than allowed: both stay", 20, [3, 4], [12]],
] as const)("clipTogether: %s", async ([, norm, a, b]) => {
  // √(3² + 4² + 12²) = 13
  const [x, y] = clipTogether([input("x", [2]), input("y", [1, 1])], norm);
  const clipped = await evaluate({ a: x!, b: y! }, { x: floats([3, 4], [2]), y: floats([12], [1, 1]) });
  expect([listOf(clipped.a!), listOf(clipped.b!)]).toEqual([a, b]);
  expect([clipped.a!.dims, clipped.b!.dims]).toEqual([[2], [1, 1]]);
});

test("clipTogether: a length of zero is refused", () => {
  expect(() => clipTogether([input("x", [2])], 0)).toThrow("can't be clipped to a length of 0");
});
