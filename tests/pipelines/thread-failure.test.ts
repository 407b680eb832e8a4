import { expect, test } from "vitest";
import { errorOf, failureOf } from "../../pipelines/thread-failure.ts";
import { TwinstreamError } from "../../schemas/errors.ts";

test("failureOf: what a person can mend comes through a message as it was", () => {
  const error = new TwinstreamError("LOG_UNAVAILABLE", "no broker answers");
  error.stage = "score";
  const told = errorOf(structuredClone(failureOf(error)));
  expect(told).toEqual(error);
  expect(told).toMatchObject({ name: "TwinstreamError", code: "LOG_UNAVAILABLE", stage: "score" });
});

test("failureOf: a bug is thrown on", () => {
  const bug = new TypeError("a bug");
  expect(() => failureOf(bug)).toThrow(bug);
});
