import { expect, test } from "vitest";
import { classification } from "../../../models/metrics/classification.ts";

test("classification: precision, recall and F1 by category, as worked out by hand", () => {
  const truth = ["hat", "hat", "hat", "shoe", "shoe", "tie"];
  const said = ["hat", "hat", "shoe", "shoe", "hat", null];
  const { classes, confusion, accuracy, macroF1, count } = classification(["hat", "shoe", "tie", "bag"], truth, said);
  expect(classes).toEqual([
    { category: "hat", precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, count: 3 },
    { category: "shoe", precision: 1 / 2, recall: 1 / 2, f1: 1 / 2, count: 2 },
    { category: "tie", precision: 0, recall: 0, f1: 0, count: 1 },
    { category: "bag", precision: 0, recall: 0, f1: 0, count: 0 },
  ]);
  expect(confusion).toEqual([
    [2, 1, 0, 0],
    [1, 1, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]);
  expect([count, accuracy]).toEqual([6, 1 / 2]);
  // bags are neither there nor said to be
  expect(macroF1).toBeCloseTo((2 / 3 + 1 / 2 + 0) / 3, 12);
});

test("classification: a category that is only said counts as 0 in the mean", () => {
  expect(classification(["hat", "shoe"], ["hat", "hat"], ["hat", "shoe"]).macroF1).toBeCloseTo((2 / 3 + 0) / 2, 12);
});

test("classification: of nothing all is 0", () => {
  const { accuracy, macroF1, count } = classification(["hat"], [], []);
  expect([accuracy, macroF1, count]).toEqual([0, 0, 0]);
});
