import fc from "fast-check";
import { expect, test } from "vitest";
import { normalise } from "../../../models/text/normalise.ts";

test.each([
  ["Briggs &amp; Stratton", "briggs & stratton"],
  ["Salsbury PL5&#39;s", "salsbury pl5's"],
  ["Escaped &amp;amp; twice &amp;#39;50s", "escaped & twice '50s"],
  ["3&quot; &#x26; &nosuch; &#99999999;", '3" & &nosuch; &#99999999;'],
  ["36″ × 80″ door", '36" x 80" door'],
  ["6′ ladder", "6' ladder"],
  ["“Smart” ‘home’", "\"smart\" 'home'"],
  ["48–in — 25‑ft", "48-in - 25-ft"],
  ["½ in.", "1/2 in."],
  ["1½ in.", "1-1/2 in."],
  ["1 ¾ hole", "1-3/4 hole"],
  ["1&frac12; HP", "1-1/2 hp"],
  ["90º elbow", "90° elbow"],
  ["22å¡ elbow", "22° elbow"],
  ["20 ft² rug", "20 sq ft rug"],
  ["Décor Möbel", "decor mobel"],
  ["Rain-X™ Scotch® 3M©", "rain-x scotch 3m"],
  ["Straße ΟΔΟΣ", "strasse οδοσ"],
  ["ﬁberglass ＬＥＤ", "fiberglass led"],
  ["wooden base_x000D_", "wooden base"],
  ["  a\u0000b\t\n c\u00a0d\u200be ", "a b c de"],
  ["дрель じゅうでん", "дрель じゅうでん"],
  ["lone \ud800 surrogate", "lone surrogate"],
])("normalise: %j becomes %j", (text, plain) => {
  expect(normalise(text).text).toBe(plain);
});

test("normalise: tells of entities and fractions, not of lower case", () => {
  expect(normalise("A&amp;B 1½ × 2").rewrites).toEqual([
    { from: "&amp;", to: "&", rule: "character" },
    { from: "1½", to: "1-1/2", rule: "character" },
  ]);
  expect(normalise("Chrome Décor").rewrites).toEqual([]);
});

test("normalise: takes any string, and its own result unchanged", () => {
  const piece = fc.constantFrom(
    "½",
    "1",
    "&amp;",
    "&#",
    "×",
    "″",
    "å¡",
    "_x000D_",
    "ß",
    "İ",
    "º",
    "²",
    " ",
    "-",
    "é",
    "\ud800",
    "…",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
    fc.array(piece).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(text, (any) => {
      const once = normalise(any).text;
      expect(normalise(once).text).toBe(once);
      expect(once).toBe(once.trim());
    }),
    { seed: 3, numRuns: 2000 },
  );
});
