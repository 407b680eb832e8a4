import { expect, test } from "vitest";
import { dense } from "../../../models/net/layers/dense.ts";
import { embedding } from "../../../models/net/layers/embedding.ts";
import { lstm } from "../../../models/net/layers/lstm.ts";
import { eachStep, tokenInputs } from "../../../models/net/layers/sequences.ts";
import { meanSquaredError } from "../../../models/net/losses.ts";
import type { Net } from "../../../models/net/net.ts";
import { input } from "../../../models/net/operations.ts";
import { packSequences } from "../../../models/net/pack-sequences.ts";
import { floats } from "../../../models/net/session.ts";
import { openStepBuckets } from "../../../models/net/step-buckets.ts";
import { newState, weightsOf } from "../../../models/net/training-state.ts";

const reader = (size: number): Net => ({
  outputs(build) {
    const tokens = tokenInputs(build, ["text"], size);
    const vectors = eachStep(tokens, (ids) => embedding(build, "words", ids, { rows: 9, width: 3 }));
    const { text } = lstm(build, "lstm", vectors, { units: 4 });
    return { score: dense(build, "score", text!, { units: 1 }) };
  },
  loss: ({ score }) => meanSquaredError(score!, input("grade", ["batch", 1])),
});

const batches = [
  [[1], [2]],
  [
    [3, 4, 5, 6],
    [7, 8],
  ],
  [
    [5, 1, 2],
    [1, 2],
  ],
];

async function train(sizes: readonly number[]) {
  const buckets = await openStepBuckets(reader, sizes);
  const state = newState(buckets.plan, 2);
  const used: number[] = [];
  for (const text of batches) {
    const size = buckets.sizeFor(Math.max(...text.map((tokens) => tokens.length)));
    used.push(size);
    const { inputs, rows = {} } = packSequences({ text }, size, "words/vectors");
    await (await buckets.step(size)).run(state, { inputs: { ...inputs, grade: floats([1, 2], [2, 1]) }, rows }, 0.1);
  }
  await buckets.close();
  return { used, weights: weightsOf(buckets.plan, state) };
}

test("openStepBuckets: steps of all sizes train one state, as the largest alone would", async () => {
  const bucketed = await train([1, 3, 5]);
  expect(bucketed.used).toEqual([1, 5, 3]);
  expect(bucketed.weights).toEqual((await train([5])).weights);
});

test("openStepBuckets: a step that can't be compiled doesn't keep the others from being closed", async () => {
  const broken: Net = { ...reader(3), loss: () => expect.fail("no loss") };
  const buckets = await openStepBuckets((size) => (size === 3 ? broken : reader(size)), [2, 3, 5]);
  const steps = [await buckets.step(2), await buckets.step(5)];
  await expect(buckets.step(3)).rejects.toThrow("no loss");
  await buckets.close();
  for (const [index, size] of [2, 5].entries()) {
    const { plan, run } = steps[index]!;
    const { inputs, rows = {} } = packSequences({ text: [[1]] }, size, "words/vectors");
    const batch = { inputs: { ...inputs, grade: floats([1], [1, 1]) }, rows };
    await expect(run(newState(plan, 1), batch, 0.1)).rejects.toThrow("disposed");
  }
});

test("openStepBuckets: a text longer than every bucket is refused", async () => {
  const buckets = await openStepBuckets(reader, [2]);
  expect(() => buckets.sizeFor(3)).toThrow("a text of 3 tokens is longer than the largest bucket, 2; cut it first");
  expect(() => buckets.step(1)).toThrow("there is no bucket of 1 tokens, but of 2");
  await buckets.close();
});
