import { expect, test } from "vitest";
import { fitHybrid } from "../../../models/hybrid/hybrid.ts";
import { evaluateHybrid } from "../../../pipelines/hybrid/evaluate-hybrid.ts";
import { shownProducts, smallHybrid } from "../../support/shown-products.ts";
import { quietRun } from "../../support/training-run.ts";

test("evaluateHybrid: by both, by each alone, and a category that the model doesn't know is missed", async () => {
  const model = await fitHybrid({ train: shownProducts(160, 1), validation: [] }, smallHybrid, quietRun());
  const known = shownProducts(60, 3);
  const { both, picture, title } = await evaluateHybrid(model, known);
  expect(both.macroF1).toBeGreaterThan(0.85);
  expect([picture.macroF1, title.macroF1].every((alone) => alone < both.macroF1 - 0.2)).toBe(true);
  expect([both.count, picture.count, title.count]).toEqual([60, 60, 60]);

  const strange = { ...known[0]!, category: "green kids" };
  const { both: mixed } = await evaluateHybrid(model, [...known, strange]);
  expect(mixed.classes.at(-1)).toEqual({ category: "green kids", precision: 0, recall: 0, f1: 0, count: 1 });
  expect(mixed.confusion.at(-1)!.reduce((sum, count) => sum + count)).toBe(1);
  await model.close();
});
