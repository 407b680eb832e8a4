import { expect, test } from "vitest";
import { coreLength, headPlace } from "../../../models/text/head-noun.ts";

test.each([
  ["hampton bay 3light ceiling fan with remote", "fan"],
  ["delta vero single handle faucet in chrome", "faucet"],
  ["brackets for shelves", "brackets"],
  ["ryobi 18volt drill kit 2pack", "kit"],
  ["for sale", "sale"],
  ["the", undefined],
  ["2x4", undefined],
  ["", undefined],
])("headPlace: what %j is about", (text, expected) => {
  const words = text.split(" ").filter((word) => word !== "");
  expect(words[headPlace(words)]).toBe(expected);
});

test("coreLength: ends before the first word that leads away from the product", () => {
  expect(coreLength(["fan", "with", "light", "in", "white"])).toBe(1);
  expect(coreLength(["in", "wall", "heater"])).toBe(3);
  expect(coreLength([])).toBe(0);
});
