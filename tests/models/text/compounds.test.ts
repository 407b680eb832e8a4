import { expect, test } from "vitest";
import { createCompounds } from "../../../models/text/compounds.ts";
import type { Rewrite } from "../../../schemas/generated/events.ts";

const words: Record<string, number> = {
  showerhead: 128,
  shower: 1450,
  head: 690,
  door: 3000,
  knob: 300,
  doorknob: 4,
  light: 3900,
  bulb: 700,
  jeld: 139,
  wen: 139,
  jeldwen: 5,
  carpet: 500,
  cabinet: 1400,
  rain: 170,
  bow: 40,
  rainbow: 4,
  ended: 20,
};
const pairs: Record<string, number> = {
  "shower head": 40,
  "door knob": 180,
  "light bulb": 600,
  "jeld wen": 139,
  "in door": 90,
};
const compounds = createCompounds({
  count: (word) => words[word] ?? 0,
  pairCount: (first, second) => pairs[`${first} ${second}`] ?? 0,
});
const rewrite = (text: string) => {
  const rewrites: Rewrite[] = [];
  return { text: compounds.rewrite(text.split(" "), rewrites).join(" "), rewrites };
};

test.each([
  ["white shower head", "white showerhead"],
  ["white showerhead", "white showerhead"],
  ["show erhead", "showerhead"],
  ["door knob", "door knob"],
  ["brass doorknob", "brass door knob"],
  ["lightbulb", "light bulb"],
  ["jeld wen door", "jeldwen door"],
  ["jeldwen door", "jeldwen door"],
  ["carpet cabinet", "carpet cabinet"],
  ["rain bow", "rain bow"],
  ["indoor", "indoor"],
  ["18 light", "18 light"],
])("compounds: %j is %j", (text, rewritten) => {
  expect(rewrite(text).text).toBe(rewritten);
});

test("compounds: each change is in the trail", () => {
  expect(rewrite("doorknob shower head").rewrites).toEqual([
    { from: "doorknob", to: "door knob", rule: "split" },
    { from: "shower head", to: "showerhead", rule: "compound" },
  ]);
});

test("compounds: with no vocabulary nothing changes", () => {
  const nothing = createCompounds({ count: () => 0, pairCount: () => 0 });
  expect(nothing.rewrite(["door", "knob", "showerhead"], [])).toEqual(["door", "knob", "showerhead"]);
});
