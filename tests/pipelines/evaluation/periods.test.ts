import { expect, test } from "vitest";
import { DealtSums } from "../../../models/metrics/dealt-sums.ts";
import { periodsOf } from "../../../pipelines/evaluation/periods.ts";
import { aJudgedEvent } from "../../support/judged-events.ts";

const hour = 3_600_000;
const measure = () => new DealtSums().measure(1);

test("periodsOf: as long as it takes for forty at most, beginning where people look for it; empty ones are left out", () => {
  const events = [5, 25, 26].map((at) => aJudgedEvent({ at: at * hour + 1 }));
  const periods = periodsOf(events, { from: 0, to: 30 * hour }, measure);
  expect(periods.map(({ from, to }) => [from / hour, to / hour])).toEqual([
    [5, 6],
    [25, 26],
    [26, 27],
  ]);
  expect(periodsOf(events, { from: 0, to: 900 * hour }, measure).map(({ from, to }) => (to - from) / hour)).toEqual([
    24, 24,
  ]);
});

test("periodsOf: names the models in order of appearance", () => {
  const events = ["b", "a", "b"].map((model, i) => aJudgedEvent({ model, at: 1_000 * (3 - i) }));
  expect(periodsOf(events, { from: 0, to: 5_000 }, measure).map(({ models }) => models)).toEqual([["b", "a"]]);
  expect(periodsOf([], { from: 0, to: 1 }, measure)).toEqual([]);
});
