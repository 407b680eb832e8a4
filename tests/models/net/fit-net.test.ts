import { expect, test } from "vitest";
import { adamDefaults } from "../../../models/net/adam.ts";
import { fitNet, type NetTask } from "../../../models/net/fit-net.ts";
import { dense } from "../../../models/net/layers/dense.ts";
import { watchDefaults } from "../../../models/net/learning-watch.ts";
import { meanSquaredError } from "../../../models/net/losses.ts";
import type { Net } from "../../../models/net/net.ts";
import { input } from "../../../models/net/operations.ts";
import { floats } from "../../../models/net/session.ts";
import type { CurvePoint } from "../../../schemas/manifest.ts";
import { quietRun } from "../../support/training-run.ts";

/** y = weight · x + bias. */
const line: Net = {
  outputs: (build) => ({ y: dense(build, "line", input("x", ["batch", 1], "float32"), { units: 1 }) }),
  loss: ({ y }) => meanSquaredError(y!, input("wanted", ["batch", 1], "float32")),
};

/** Points of y = 2 x + 1, and a validation loss that is told in advance, epoch by epoch. */
function task(losses: readonly number[], overrides: Partial<NetTask> = {}): NetTask {
  let epoch = 0;
  return {
    name: "line",
    netFor: () => line,
    sizes: [1],
    data: {
      count: 8,
      lengthOf: () => 1,
      batch: (examples) => ({
        inputs: {
          x: floats(Float32Array.from(examples), [examples.length, 1]),
          wanted: floats(
            Float32Array.from(examples, (x) => 2 * x + 1),
            [examples.length, 1],
          ),
        },
      }),
    },
    validate: async () => losses[epoch++]!,
    settings: {
      ...{ adam: adamDefaults, epochs: losses.length, learningRate: 0.05, batchSize: 4, pool: 1 },
      watch: watchDefaults,
    },
    ...overrides,
  };
}

const numbers = (weights: ReadonlyMap<string, Float32Array>) => [...weights.values()].map((values) => [...values]);

test("fitNet: gives the weights of the best epoch, and tells of every one", async () => {
  const curve: CurvePoint[] = [];
  const best = await fitNet(task([3, 1, 2]), quietRun({ learned: (point) => curve.push(point) }));
  expect(numbers(best)).toEqual(numbers(await fitNet(task([3, 1]), quietRun())));
  expect(numbers(best)).not.toEqual(numbers(await fitNet(task([3]), quietRun())));
  expect(curve).toMatchObject([
    { epoch: 1, validationLoss: 3, learningRate: 0.05 },
    { epoch: 2, validationLoss: 1 },
    { epoch: 3, validationLoss: 2 },
  ]);
});

test("fitNet: begins with the weights it is given", async () => {
  const solved = new Map([
    ["line/weights", Float32Array.of(2)],
    ["line/bias", Float32Array.of(1)],
  ]);
  const curve: CurvePoint[] = [];
  await fitNet(task([1], { start: solved }), quietRun({ learned: (point) => curve.push(point) }));
  expect(curve[0]!.trainingLoss).toBe(0);
  const misshapen = task([1], { start: new Map([["line/bias", Float32Array.of(1, 2)]]) });
  await expect(fitNet(misshapen, quietRun())).rejects.toThrow("2 numbers, but has 1");
});
