import { expect, test } from "vitest";
import { jsonValue } from "../../../pipelines/intake/json-value.ts";

const schema = {
  type: "record",
  name: "Any",
  fields: [
    { name: "label", type: "string" },
    { name: "count", type: ["null", "int"], default: null },
    { name: "weights", type: { type: "map", values: "double" }, default: {} },
    { name: "parts", type: { type: "array", items: "int" }, default: [] },
  ],
} as const;

test("jsonValue: has every field of the schema, in its order, with defaults for what is missing or null", () => {
  const value = jsonValue(schema, { weights: { oak: 1.5 }, parts: null, label: 7 }, "");
  expect(value).toEqual({ label: "7", count: null, weights: { oak: 1.5 }, parts: [] });
  expect(Object.keys(value as object)).toEqual(["label", "count", "weights", "parts"]);
});

test.for([
  [{ label: "a", weights: { oak: "heavy" } }, 'field "weights.oak" is the text "heavy"; give a number'],
  [{ label: "a", parts: [1, null] }, 'field "parts[1]" is null; give a whole number'],
  [{ label: { text: "a" } }, 'field "label" is an object; give a text'],
  [{ label: "a", Count: 1 }, 'field "Count" is not known; write it "count"'],
] as const)("jsonValue: %j does not fit", ([given, reason]) => {
  expect(() => jsonValue(schema, given, "")).toThrow(reason);
});
