import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenize } from "../../../models/text/tokenize.ts";

test.each([
  ["delta vero 1-handle shower", ["delta", "vero", "1", "handle", "shower"]],
  ["1.5 in pipe .110 tip", ["1.5", "in", "pipe", ".110", "tip"]],
  ["3/4 and 1-1/2 stay whole", ["3/4", "and", "1-1/2", "stay", "whole"]],
  ["60x34.5 3.5x8.5 0.5in", ["60x34.5", "3.5x8.5", "0.5in"]],
  ["#8 screw 95.5% °f", ["#8", "screw", "95.5%", "°f"]],
  ["henry's pl5's don't '50s", ["henrys", "pl5s", "dont", "50s"]],
  ["(4-pack), a/c & more.", ["4", "pack", "a", "c", "more"]],
  ["дрель 18в じゅうでん स्क्रू", ["дрель", "18в", "じゅうでん", "स्क्रू"]],
  ["# ° _ % . - '", []],
  ["", []],
] as const)("tokenize: %j is %j", (text, words) => {
  expect(tokenize(text)).toEqual(words);
});

test("tokenize: has the words of the plain pattern where there are no dots, slashes and apostrophes", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9#°%_ ,()&-]*$/), (text) => {
      const plain = (text.match(/[#\w\d°%]+/g) ?? []).filter((word) => /[a-z0-9]/.test(word));
      expect(tokenize(text)).toEqual(plain);
    }),
    { seed: 1 },
  );
});
