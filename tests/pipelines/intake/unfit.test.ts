import { expect, test } from "vitest";
import { unfit } from "../../../pipelines/intake/unfit.ts";

test.for([
  ["", [1], "the event is a list; give an object"],
  ["query", null, 'field "query" is null; give an object'],
  ["query", "a".repeat(50), `field "query" is the text "${"a".repeat(40)}…"; give an object`],
] as const)("unfit: %s of %j", ([path, given, message]) => {
  expect(unfit(path, given, "an object").message).toBe(message);
});
