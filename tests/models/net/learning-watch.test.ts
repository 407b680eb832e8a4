import { expect, test } from "vitest";
import { startWatch, type WatchSettings, watchDefaults, watchEpoch } from "../../../models/net/learning-watch.ts";

/** One letter per epoch: better, cut, over, or nothing. */
function story(losses: readonly number[], settings: Partial<WatchSettings>): string {
  let watch = startWatch(1);
  return losses
    .map((loss) => {
      const next = watchEpoch(watch, loss, { ...watchDefaults, ...settings });
      const mark = next.isOver ? "o" : next.isBest ? "b" : next.learningRate < watch.learningRate ? "c" : "-";
      watch = next;
      return mark;
    })
    .join("");
}

test.for([
  ["stops after its patience", [3, 2, 2, 2], { patience: 2 }, "bb-o"],
  ["waits anew after a better epoch", [3, 4, 2, 3, 3], { patience: 2 }, "b-b-o"],
  ["cuts the rate again and again", [1, 2, 2, 2, 2, 2], { cutPatience: 2, patience: 9 }, "b-c-c-"],
  ["a gain that is too small is none", [1, 0.95, 0.85], { minGain: 0.1 }, "b-b"],
  ["no number is never better", [Number.NaN, 1, Number.NaN], {}, "-b-"],
] as const)("watchEpoch: %s", ([, losses, settings, told]) => {
  expect(story(losses, settings)).toBe(told);
});

test("watchEpoch: a cut multiplies the learning rate", () => {
  const settings = { ...watchDefaults, cutPatience: 1, cutFactor: 0.1 };
  const watch = watchEpoch(watchEpoch(startWatch(0.5), 1, settings), 1, settings);
  expect(watch).toEqual({ learningRate: 0.05, bestLoss: 1, sinceBest: 1, sinceCut: 0, isBest: false, isOver: false });
});
