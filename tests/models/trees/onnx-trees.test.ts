import fc from "fast-check";
import { expect, test } from "vitest";
import { randomRows, randomTrees } from "../../../bench/support/random-trees.ts";
import { floats, numbersOf, openSession } from "../../../models/net/session.ts";
import { exportTrees } from "../../../models/trees/onnx-trees.ts";
import { predictTrees, type TreeEnsemble } from "../../../models/trees/tree-ensemble.ts";

async function runtimeScores(ensemble: TreeEnsemble, rows: Float32Array): Promise<Float32Array> {
  const session = await openSession(exportTrees(ensemble));
  const { score } = await session.run({ features: floats(rows, [rows.length / ensemble.columns, ensemble.columns]) });
  await session.close();
  return numbersOf(score!);
}

async function expectSame(ensemble: TreeEnsemble, rows: Float32Array): Promise<void> {
  const scores = await runtimeScores(ensemble, rows);
  // the very same sum, rounded once
  expect(scores).toEqual(Float32Array.from(predictTrees(ensemble, rows)));
}

test("exportTrees: the runtime gives the same numbers, with missing values and categories", async () => {
  const shapes = fc.record({
    seed: fc.nat(),
    trees: fc.integer({ min: 1, max: 6 }),
    leaves: fc.integer({ min: 1, max: 20 }),
    columns: fc.integer({ min: 1, max: 5 }),
    categorical: fc.constantFrom(0, 0.3, 1),
  });
  await fc.assert(
    fc.asyncProperty(shapes, (shape) => expectSame(randomTrees(shape), randomRows(shape.seed, 40, shape.columns))),
    { numRuns: 60 },
  );
});

test("exportTrees: 500 trees of 31 leaves", async () => {
  const ensemble = randomTrees({ seed: 2, trees: 500, leaves: 31, columns: 60 });
  await expectSame(ensemble, randomRows(3, 300, 60));
});

/** One split of one column, in leaves 1 (left) and 2. */
function oneSplit(threshold: number, missingLeft: number, categories?: ReadonlySet<number>): TreeEnsemble {
  return {
    columns: 1,
    base: 0.5,
    roots: Uint32Array.of(0),
    column: Int32Array.of(0, -1, -1),
    threshold: Float32Array.of(threshold, 0, 0),
    left: Uint32Array.of(1, 0, 0),
    right: Uint32Array.of(2, 0, 0),
    missingLeft: Uint8Array.of(missingLeft, 0, 0),
    value: Float32Array.of(0, 1, 2),
    gain: new Float32Array(3),
    cover: Float32Array.of(4, 2, 2),
    categories: new Map(categories && [[0, categories]]),
  };
}

const extremes = Float32Array.of(
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  -1,
  -0.5,
  0.5,
  1,
  1.5,
  2,
  3,
  31,
  32,
  33,
  34,
  40,
  64,
  3e38,
);

test.each([
  ["few categories", new Set([1, 2, 3])],
  ["the first and last that fit a mask", new Set([1, 32, 0, 33])],
  ["negative and large ones", new Set([-1, 40, 2 ** 24])],
  ["one", new Set([0])],
  ["none", new Set<number>()],
] as const)("exportTrees: values of all kinds are sent the same way by a set of %s", async (_, categories) => {
  await expectSame(oneSplit(0, 0, categories), extremes);
  await expectSame(oneSplit(0, 1, categories), extremes);
});

test.each([0, -0, 1.5, Infinity, -Infinity, 3.4e38])("exportTrees: and by a threshold of %s", async (threshold) => {
  await expectSame(oneSplit(threshold, 0), extremes);
  await expectSame(oneSplit(threshold, 1), extremes);
});

test("exportTrees: trees that are none give the base", async () => {
  await expectSame(randomTrees({ seed: 1, trees: 0, leaves: 1, columns: 2 }), Float32Array.of(1, 2, 3, 4));
});
