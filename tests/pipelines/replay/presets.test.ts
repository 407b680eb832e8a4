import { expect, test } from "vitest";
import { presetFor, presets } from "../../../pipelines/replay/presets.ts";

test.each(Object.entries(presets))("presets: %s goes by its own name and says what it is", (name, preset) => {
  expect(preset.name).toBe(name);
  expect(preset.doc.length).toBeGreaterThan(20);
  expect(presetFor({ preset: name })).toBe(preset);
});

test("presetFor: a map of columns makes a preset of its own", () => {
  const made = presetFor({ map: { query: "q", title: "t", grade: "g" }, labelRange: { min: 0, max: 3 } });
  expect(made).toMatchObject({ name: "mapped", columns: [["q"], ["t"], ["g"]] });
});

test.each([
  ["neither", {}, /--preset NAME \(home-depot, crowdflower, chorus, ubi, esci, events, completejourney\) or --map/],
  ["both", { preset: "ubi", map: { query: "q" } }, /can't be given together/],
  ["an unknown name", { preset: "amazon" }, /no preset "amazon"; there are: home-depot, /],
  ["a name that every object has", { preset: "toString" }, /no preset "toString"/],
])("presetFor: %s is wrong usage", (_, options, message) => {
  expect(() => presetFor(options)).toThrow(
    expect.objectContaining({ code: "WRONG_USAGE", message: expect.stringMatching(message) }),
  );
});
