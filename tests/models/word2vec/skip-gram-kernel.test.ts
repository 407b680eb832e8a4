import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { createSkipGramKernel, type SkipGramKernel } from "../../../models/word2vec/skip-gram-kernel.ts";

const words = 7;

/** A kernel with random weights, and steps enough that dot products leave the middle of the table. */
function filled(dimensions: number, spread: number): SkipGramKernel {
  const kernel = createSkipGramKernel(words, dimensions, 4);
  const random = seededRandom(5);
  for (const weights of [kernel.input, kernel.output]) {
    for (let i = 0; i < weights.length; i++) {
      if (i % kernel.stride < dimensions) weights[i] = (random.uniform() - 0.5) * spread;
    }
  }
  return kernel;
}

/** The loss of a step in plain numbers. */
function lossOf(input: ArrayLike<number>, output: ArrayLike<number>, stride: number, word: number, targets: number[]) {
  return targets.reduce((loss, target, i) => {
    let dot = 0;
    for (let d = 0; d < stride; d++) dot += input[word * stride + d]! * output[target * stride + d]!;
    return loss + Math.log1p(Math.exp(i === 0 ? -dot : dot));
  }, 0);
}

test.each([1, 3, 4, 5, 16, 18, 100])(
  "skip-gram step: follows the gradient by finite differences, %i dimensions",
  (dimensions) => {
    const kernel = filled(dimensions, 3 / Math.sqrt(dimensions));
    const { stride } = kernel;
    const targets = [3, 0, 6, 2];
    const word = 2;
    const before = { input: Float64Array.from(kernel.input), output: Float64Array.from(kernel.output) };
    const loss = () => lossOf(before.input, before.output, stride, word, targets);
    kernel.targets.set(targets);
    expect(kernel.learn(word, 4, 0.5)).toBeCloseTo(loss(), 2);
    for (const side of ["input", "output"] as const) {
      const slopes = before[side].map((value, place) => {
        if (place % stride >= dimensions) return 0;
        const at = (changed: number) => {
          before[side][place] = changed;
          return loss();
        };
        const slope = (at(value + 1e-5) - at(value - 1e-5)) / 2e-5;
        before[side][place] = value;
        return slope;
      });
      const moved = before[side].map((value, place) => (value - kernel[side][place]!) / 0.5);
      for (const [place, step] of moved.entries()) expect(step, `${side} ${place}`).toBeCloseTo(slopes[place]!, 2);
    }
  },
);

test("skip-gram step: touches only the word, the targets asked for, and nothing at the rate 0", () => {
  const kernel = filled(6, 1);
  const before = { input: kernel.input.slice(), output: kernel.output.slice() };
  kernel.targets.set([1, 4, 5, 6]);
  expect(kernel.learn(3, 2, 0)).toBeGreaterThan(0);
  expect(kernel.input).toEqual(before.input);
  expect(kernel.output).toEqual(before.output);
  kernel.learn(3, 2, 0.1);
  const changedRows = (now: Float32Array, then: Float32Array) =>
    [...Array(words).keys()].filter((row) =>
      now.subarray(row * 8, row * 8 + 8).some((value, i) => value !== then[row * 8 + i]),
    );
  expect(changedRows(kernel.input, before.input)).toEqual([3]);
  expect(changedRows(kernel.output, before.output)).toEqual([1, 4]);
});

test("skip-gram step: a target that comes twice is learned from twice, and far products end at the ends of the table", () => {
  const kernel = createSkipGramKernel(2, 4, 3);
  kernel.input.set([1, 0, 0, 0], 0);
  kernel.targets.set([0, 1, 1]);
  // σ(0) = 0.5, so each output vector moves by ±0.5 of the rate; the second time u₁·v is -0.5, and σ(-0.5) = 0.3775
  expect(kernel.learn(0, 3, 1)).toBeCloseTo(2 * Math.log(2) + Math.log1p(Math.exp(-0.5)), 2);
  const [near, again] = [expect.closeTo(0.5, 2), expect.closeTo(-0.8775, 2)];
  expect([...kernel.output]).toEqual([near, 0, 0, 0, again, 0, 0, 0]);
  for (const far of [1e3, -1e3, 1e30]) {
    kernel.input.set([far, 0, 0, 0], 0);
    kernel.output.set([1, 0, 0, 0], 0);
    kernel.targets[0] = 0;
    expect(kernel.learn(0, 1, 0)).toBeCloseTo(far > 0 ? 0 : 8, 1);
  }
});

test("skip-gram step: weights that are no numbers give a loss that is none", () => {
  const kernel = createSkipGramKernel(2, 4, 2);
  kernel.input.fill(Number.NaN);
  expect(kernel.learn(0, 2, 0.1)).toBeNaN();
});

test("skip-gram kernel: says when the words are too many", () => {
  const failed = expect.objectContaining({ code: "TRAINING_IMPOSSIBLE", message: expect.stringContaining("2 GiB") });
  expect(() => createSkipGramKernel(3_000_000, 100, 6)).toThrow(failed);
});
