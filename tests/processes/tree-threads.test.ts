import { expect, test } from "vitest";

// the threads are started from the built files, so what starts them is one as well
const built = new URL("../../dist/models/", import.meta.url).href;
const { boostTrees } = (await import(`${built}trees/boosting.js`)) as typeof import("../../models/trees/boosting.ts");
const { growForest } = (await import(`${built}trees/forest.js`)) as typeof import("../../models/trees/forest.ts");
const { ranking, squaredError } = (await import(
  `${built}trees/objectives.js`
)) as typeof import("../../models/trees/objectives.ts");
const { seededRandom } = (await import(`${built}random.js`)) as typeof import("../../models/random.ts");

/** Rows with missing values, a column of categories, and searches of eight rows. */
function drawn(count: number) {
  const random = seededRandom(7);
  const values = new Float32Array(count * 5);
  const targets = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    const x = Array.from({ length: 5 }, () => (random.uniform() < 0.1 ? Number.NaN : random.uniform()));
    x[4] = random.int(9);
    values.set(x, row * 5);
    targets[row] = Math.round(2 * ((x[0]! || 0) + (x[4] % 2) * (x[1]! || 0.5) + 0.2 * random.uniform()));
  }
  const searches = Uint32Array.from(targets, (_, row) => row >> 3);
  return { values, targets, searches, count, columns: 5 };
}

const options = {
  rounds: 12,
  learningRate: 0.2,
  rowShare: 0.8,
  patience: 3,
  leaves: 15,
  depth: 6,
  minRows: 5,
  minGain: 0,
  l2: 1,
  thresholds: "best",
  columnsPerTree: 1,
  columnsPerNode: 1,
  categorical: new Set([4]),
} as const;

test.each([
  ["squared error", { ...options, objective: squaredError }],
  ["ranking", { ...options, objective: ranking(0) }],
  ["sampled columns", { ...options, objective: squaredError, columnsPerTree: 0.8, columnsPerNode: 0.5 }],
  ["random thresholds", { ...options, objective: squaredError, thresholds: "random" as const }],
  ["monotone columns", { ...options, objective: squaredError, monotone: [1, -1, 0, 0, 0] }],
])("boostTrees: two and three threads give the very same ensemble as one, by %s", async (_, chosen) => {
  const rows = drawn(2000);
  const run = { seed: 3, signal: new AbortController().signal };
  const [one, two, three] = await Promise.all(
    [1, 2, 3].map((threads) => boostTrees(rows, chosen, { ...run, threads })),
  );
  expect(one!.ensemble.roots).toHaveLength(12);
  expect(two).toEqual(one);
  expect(three).toEqual(one);
});

test("boostTrees: its threads end when it is told to", async () => {
  const stop = new AbortController();
  const learned = () => stop.abort(new Error("enough"));
  const training = boostTrees(
    drawn(500),
    { ...options, objective: squaredError },
    { seed: 1, threads: 2, signal: stop.signal, learned },
  );
  await expect(training).rejects.toThrow("enough");
  expect(process.getActiveResourcesInfo().filter((name) => name === "MessagePort")).toEqual([]);
});

test.each([
  ["a random forest", { bootstrap: true, columnsPerNode: 0.5 }],
  ["extra trees", { bootstrap: false, thresholds: "random" as const }],
])("growForest: two and three threads give the very same forest as one, %s", async (_, changes) => {
  const { rounds, learningRate, rowShare, patience, ...grow } = options;
  const chosen = { ...grow, trees: 9, ...changes };
  const run = { seed: 3, signal: new AbortController().signal };
  const rows = drawn(1500);
  const [one, two, three] = await Promise.all(
    [1, 2, 3].map((threads) => growForest(rows, chosen, { ...run, threads })),
  );
  expect(one!.ensemble.roots).toHaveLength(9);
  expect(two).toEqual(one);
  expect(three).toEqual(one);
});
