import { expect, test } from "vitest";
import type { Checkpoints, TrainingRun } from "../../../models/model.ts";
import { adamDefaults } from "../../../models/net/adam.ts";
import { fitNet, type NetTask } from "../../../models/net/fit-net.ts";
import { dense } from "../../../models/net/layers/dense.ts";
import { watchDefaults } from "../../../models/net/learning-watch.ts";
import { meanSquaredError } from "../../../models/net/losses.ts";
import type { Net } from "../../../models/net/net.ts";
import { input } from "../../../models/net/operations.ts";
import type { Schedule } from "../../../models/net/schedules.ts";
import { floats } from "../../../models/net/session.ts";
import type { CurvePoint } from "../../../schemas/manifest.ts";
import { quietRun } from "../../support/training-run.ts";

/** y = weight · x + bias. */
const line: Net = {
  outputs: (build) => ({ y: dense(build, "line", input("x", ["batch", 1], "float32"), { units: 1 }) }),
  loss: ({ y }) => meanSquaredError(y!, input("wanted", ["batch", 1], "float32")),
};

/** Points of y = 2 x + 1, and a validation loss that is told in advance, epoch by epoch, from one of them on. */
function task(losses: readonly number[], overrides: Partial<NetTask> = {}, first = 0): NetTask {
  let epoch = first;
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

test("fitNet: the curve has the rate that an epoch's last step had, not the one it led to", async () => {
  const ratesOf = async (settings: Partial<NetTask["settings"]>) => {
    const curve: CurvePoint[] = [];
    const usual = task([1, 2, 2]);
    const watch = { ...watchDefaults, cutPatience: 1 };
    await fitNet(
      { ...usual, settings: { ...usual.settings, watch, ...settings } },
      quietRun({ learned: (point) => curve.push(point) }),
    );
    return curve.map(({ learningRate }) => learningRate);
  };
  // the second epoch is no better, so the third has half the rate
  expect(await ratesOf({})).toEqual([0.05, 0.05, 0.025]);
  // two steps per epoch: the last ones begin at 1/6, 3/6 and 5/6 of the training
  const falling = { schedule: { course: "linear", end: 0, warmUp: 0 }, watch: watchDefaults } as const;
  expect((await ratesOf(falling)).map((rate) => rate.toFixed(5))).toEqual(["0.04167", "0.02500", "0.00833"]);
});

test("fitNet: begins with the weights it is given", async () => {
  const solved = new Map([
    ["line/weights", Float32Array.of(2)],
    ["line/bias", Float32Array.of(1)],
  ]);
  const curve: CurvePoint[] = [];
  await fitNet(task([1], { start: async () => solved }), quietRun({ learned: (point) => curve.push(point) }));
  expect(curve[0]!.trainingLoss).toBe(0);
  const misshapen = task([1], { start: async () => new Map([["line/bias", Float32Array.of(1, 2)]]) });
  await expect(fitNet(misshapen, quietRun())).rejects.toThrow("2 numbers, but has 1");
});

/** Keeps the last checkpoint, and counts them. */
function memoryCheckpoints(isDue?: () => boolean) {
  const files = new Map<string, Uint8Array>();
  const saved: Uint8Array[] = [];
  const checkpoints: Checkpoints = {
    load: async (name) => files.get(name),
    async save(name, bytes) {
      files.set(name, bytes);
      saved.push(bytes);
    },
    ...(isDue && { isDue }),
  };
  return { files, saved, checkpoints };
}

/** Ends a run before its n-th step. */
function endBefore(step: number, overrides: Partial<TrainingRun>): TrainingRun {
  const control = new AbortController();
  let done = 0;
  const progress = () => {
    done += 1;
    if (done === step - 1) control.abort(new Error("enough"));
  };
  return quietRun({ ...overrides, signal: control.signal, progress });
}

const losses = [3, 1, 2, 2];

test.for([2, 3, 4, 6, 8])(
  "fitNet: ended before step %i, the next run goes on to the weights and the curve of a run without a break",
  async (step) => {
    const whole: CurvePoint[] = [];
    const expected = await fitNet(task(losses), quietRun({ learned: (point) => whole.push(point) }));
    const { checkpoints } = memoryCheckpoints();
    await expect(fitNet(task(losses), endBefore(step, { checkpoints }))).rejects.toThrow("enough");
    const curve: CurvePoint[] = [];
    const run = quietRun({ checkpoints, learned: (point) => curve.push(point) });
    // an epoch has two steps; its loss is told when it is whole
    expect(numbers(await fitNet(task(losses, {}, Math.floor((step - 1) / 2)), run))).toEqual(numbers(expected));
    expect(curve).toEqual(whole);
  },
);

test("fitNet: a training that is over gives its weights again without a step", async () => {
  const { checkpoints, saved } = memoryCheckpoints();
  const first = await fitNet(task(losses), quietRun({ checkpoints }));
  const told: string[] = [];
  const again = await fitNet(task(losses), quietRun({ checkpoints, progress: ({ doing }) => told.push(doing) }));
  expect(numbers(again)).toEqual(numbers(first));
  expect(told).toEqual([]);
  expect(saved).toHaveLength(4);
});

test.for([
  ["where nobody says when, after each epoch", undefined, 4],
  ["when always due, after each epoch and between its two steps", true, 4 * 2],
  ["when never due, at the end alone", false, 1],
] as const)("fitNet: saves %s", async ([, isDue, times]) => {
  const { checkpoints, saved } = memoryCheckpoints(isDue === undefined ? undefined : () => isDue);
  await fitNet(task(losses), quietRun({ checkpoints }));
  expect(saved).toHaveLength(times);
});

test("fitNet: goes on only from a checkpoint of the same settings, data, seed and threads", async () => {
  const { checkpoints, files } = memoryCheckpoints();
  await fitNet(task(losses), quietRun({ checkpoints }));
  const { settings, data } = task(losses);
  const mismatch = expect.objectContaining({ code: "MODEL_MISMATCH", message: expect.stringContaining("--fresh") });
  const others = [
    [task(losses, { settings: { ...settings, learningRate: 0.1 } }), quietRun({ checkpoints })],
    [task(losses, { data: { ...data, count: 7 } }), quietRun({ checkpoints })],
    [task(losses), quietRun({ checkpoints, seed: 2 })],
    [task(losses), quietRun({ checkpoints, threads: 2 })],
  ] as const;
  for (const [other, run] of others) await expect(fitNet(other, run)).rejects.toThrow(mismatch);
  files.set("line", files.get("line")!.slice(0, -1));
  await expect(fitNet(task(losses), quietRun({ checkpoints }))).rejects.toMatchObject({ code: "DATA_DAMAGED" });
});

test("fitNet: an absurd learning rate ends with a sentence, and the checkpoint of before stays", async () => {
  const { checkpoints, saved } = memoryCheckpoints();
  const { settings } = task([3, 1, 2, 2, 2]);
  const absurd = task([3, 1, 2, 2, 2], { settings: { ...settings, learningRate: 1e30 } });
  await expect(fitNet(absurd, quietRun({ checkpoints }))).rejects.toMatchObject({
    code: "TRAINING_IMPOSSIBLE",
    message: expect.stringContaining("lower the learning rate"),
  });
  expect(saved.length).toBeLessThan(5);
});

test("fitNet: nothing to learn from, and no loss to choose by, end with a sentence", async () => {
  const impossible = { code: "TRAINING_IMPOSSIBLE" };
  const empty = task(losses, { data: { ...task(losses).data, count: 0 } });
  await expect(fitNet(empty, quietRun())).rejects.toMatchObject(impossible);
  await expect(fitNet(task([Number.NaN, Number.NaN]), quietRun())).rejects.toMatchObject(impossible);
});

test("fitNet: a schedule changes the rate from step to step", async () => {
  const none = { course: "linear", end: 0, warmUp: 0 } as const;
  const settings = { ...task([1]).settings, epochs: 1, batchSize: 8 };
  const weightsWith = async (schedule: Schedule | undefined) =>
    numbers(await fitNet(task([1], { settings: { ...settings, ...(schedule && { schedule }) } }), quietRun()));
  // there is one step, at the very start, where a course that falls still has the whole rate and one that warms up none
  expect(await weightsWith(none)).toEqual(await weightsWith(undefined));
  const start = await weightsWith({ ...none, warmUp: 0.5 });
  expect(start).not.toEqual(await weightsWith(undefined));
  expect(start[0]![0]).toBe(0);
});

test("fitNet: a training that goes on doesn't ask what to begin with", async () => {
  const kept = new Map<string, Uint8Array>();
  const checkpoints = {
    load: async (name: string) => kept.get(name),
    save: async (name: string, bytes: Uint8Array) => void kept.set(name, bytes),
  };
  const first = await fitNet(task([3, 1]), quietRun({ checkpoints }));
  const start = () => Promise.reject(new Error("this takes long"));
  expect(numbers(await fitNet(task([3, 1], { start }), quietRun({ checkpoints })))).toEqual(numbers(first));
  await expect(fitNet(task([3, 1], { start }), quietRun())).rejects.toThrow("this takes long");
});
