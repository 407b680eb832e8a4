import { expect, test } from "vitest";
import { divisionsOf } from "../../../pipelines/map/divisions.ts";

test("divisionsOf: paths by what stands before the first >, and whole; without a category in no group", () => {
  expect(divisionsOf(["B > x", null, "A", "B > y"])).toEqual([
    { by: "department", names: ["A", "B"], groups: Int32Array.of(1, -1, 0, 1) },
    { by: "category", names: ["A", "B > x", "B > y"], groups: Int32Array.of(1, -1, 0, 2) },
  ]);
});

test("divisionsOf: names that are no paths are one division", () => {
  expect(divisionsOf(["b", "a"]).map(({ by }) => by)).toEqual(["category"]);
});
