import { expect, test } from "vitest";
import { progressText } from "../../../app/terminal/progress.ts";

/** The line for each share, shown at a time in seconds. */
function lines(shown: readonly (readonly [second: number, share: number])[]): readonly string[] {
  let now = 0;
  const text = progressText("training net", { now: () => now });
  return shown.map(([second, share]) => {
    now = second * 1000;
    return text(share, "epoch 1").replace(/[█░]+/, "|");
  });
}

test("progress: tells the time left by the pace so far, once there is enough of it", () => {
  const shown = [0, 1, 10, 30].map((second) => [second, second / 40] as const);
  expect(lines(shown)).toEqual([
    "training net | 0 %  epoch 1",
    "training net | 3 %  epoch 1",
    "training net | 25 %  30 s left  epoch 1",
    "training net | 75 %  10 s left  epoch 1",
  ]);
  const slow = [0, 100, 10_000].map((second) => [second, second / 12_000] as const);
  expect(lines(slow).slice(1)).toEqual([
    "training net | 1 %  3 h 18 min left  epoch 1",
    "training net | 83 %  33 min 20 s left  epoch 1",
  ]);
});

test("progress: goes on from a share without taking what was done before for its own, and starts anew with a new piece", () => {
  const resumed = [
    [0, 0],
    [5, 1],
    [6, 0.8],
    [16, 0.9],
    [26, 1],
  ] as const;
  expect(lines(resumed)).toEqual([
    "training net | 0 %  epoch 1",
    "training net | 100 %  epoch 1",
    "training net | 80 %  epoch 1",
    "training net | 90 %  10 s left  epoch 1",
    "training net | 100 %  epoch 1",
  ]);
});

test("progress: the bar is as full as the share, and never more or less than it can be", () => {
  const text = progressText("x", { now: () => 0 });
  const full = (share: number) => text(share, "").match(/█/g)?.length ?? 0;
  expect([-1, 0, 0.5, 1, 2].map(full)).toEqual([0, 0, 15, 30, 30]);
});
