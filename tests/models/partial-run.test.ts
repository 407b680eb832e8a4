import { expect, test } from "vitest";
import type { Progress } from "../../models/model.ts";
import { partialRun } from "../../models/partial-run.ts";
import { quietRun } from "../support/training-run.ts";

test("partialRun: its progress is a part of the whole one's, also part by part; all else stays", () => {
  const told: Progress[] = [];
  const whole = quietRun({ seed: 7, progress: (progress) => told.push(progress) });
  const half = partialRun(whole, 0.5, 1);
  half.progress({ share: 0, doing: "begins" });
  partialRun(half, 0, 0.5).progress({ share: 1, doing: "goes on" });
  half.progress({ share: 1, doing: "ends" });
  expect(told).toEqual([
    { share: 0.5, doing: "begins" },
    { share: 0.75, doing: "goes on" },
    { share: 1, doing: "ends" },
  ]);
  expect(half).toMatchObject({ seed: 7, signal: whole.signal });
});
