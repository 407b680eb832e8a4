import { expect, test } from "vitest";
import { curveText } from "../../../app/terminal/curve-text.ts";

/** Points with these training and validation losses. */
const curve = (...losses: readonly (readonly [training: number, validation: number])[]) =>
  losses.map(([trainingLoss, validationLoss], i) => ({
    epoch: i + 1,
    trainingLoss,
    validationLoss,
    learningRate: 0.001,
  }));

test("curve: bars from the lowest to the highest of each loss, and every epoch of a short one", () => {
  expect(curveText(curve([8, 4], [4, 2], [1, 3]))).toBe(
    [
      "training    █▄▁",
      "validation  █▁▅",
      "epoch  training  validation   rate",
      "    1    8.0000      4.0000  0.001",
      "    2    4.0000      2.0000  0.001  best",
      "    3    1.0000      3.0000  0.001",
    ].join("\n"),
  );
});

test("curve: of a long one the first, the best and the last epoch; a loss that is no number is a blank", () => {
  const text = curveText(curve([9, 9], [8, 8], [7, 7], [6, Number.NaN], [5, 5], [4, 6], [3, 7], [2, 7]));
  expect(text.split("\n")).toEqual([
    "training    █▇▆▅▄▃▂▁",
    "validation  █▆▅ ▁▃▅▅",
    "epoch  training  validation   rate",
    "    1    9.0000      9.0000  0.001",
    "    5    5.0000      5.0000  0.001  best",
    "    8    2.0000      7.0000  0.001",
  ]);
});

test("curve: no epoch is the best one when no validation loss is a number, fresh or read back from a manifest", () => {
  for (const none of [Number.NaN, JSON.parse("null")]) {
    expect(curveText(curve([2, none], [1, none]))).toBe(
      [
        "training    █▁",
        "validation    ",
        "epoch  training  validation   rate",
        "    1    2.0000           -  0.001",
        "    2    1.0000           -  0.001",
      ].join("\n"),
    );
  }
});

test("curve: the best epoch is one with a number", () => {
  const lines = curveText(curve([2, Number.NaN], [1, 3])).split("\n");
  expect(lines.filter((line) => line.endsWith("best"))).toEqual(["    2    1.0000      3.0000  0.001  best"]);
});

test("curve: one epoch, losses that are all the same, and none at all", () => {
  expect(
    curveText(curve([1, 1]))
      .split("\n")
      .slice(0, 2),
  ).toEqual(["training    ▁", "validation  ▁"]);
  expect(curveText([])).toBe("");
});

test("curve: more epochs than there is room for share bars, by their mean", () => {
  const [training] = curveText(
    curve(...Array.from({ length: 120 }, (_, i) => [(i % 2) + (i < 60 ? 1 : 0), 0] as const)),
  ).split("\n");
  // means of 1 and 2, then of 0 and 1
  expect(training).toBe(`training    ${"█".repeat(30)}${"▁".repeat(30)}`);
  const bars = curveText(curve(...Array.from({ length: 1_000 }, () => [1, 1] as const))).split("\n")[0]!;
  expect(bars).toHaveLength(12 + 60);
});
