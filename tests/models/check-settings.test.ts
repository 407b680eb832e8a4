import { expect, test } from "vitest";
import { checkSettings, isCount, isShare } from "../../models/check-settings.ts";

test("checkSettings: tells the first demand that is not met, and nothing where all are", () => {
  checkSettings("ridge", { "a: a number": false });
  expect(() => checkSettings("ridge", { "a: a number": false, "b: a text": true, "c: a list": true })).toThrow(
    expect.objectContaining({
      code: "WRONG_USAGE",
      message: "ridge can't be trained with these settings; give b: a text",
    }),
  );
});

test("isCount, isShare: whole numbers above 0, and numbers above 0 up to 1", () => {
  expect([1, 7, 0, 1.5, -1, Number.NaN, "3"].map(isCount)).toEqual([true, true, false, false, false, false, false]);
  expect([0.1, 1, 0, 1.1, Number.NaN].map(isShare)).toEqual([true, true, false, false, false]);
});
