import fc from "fast-check";
import { expect, test } from "vitest";
import { osaDistance } from "../../../models/text/osa-distance.ts";
import { createSymSpell } from "../../../models/text/symspell.ts";

test("symspell: ranks by distance, then frequency, then alphabet", () => {
  const symSpell = createSymSpell([
    ["panel", 5],
    ["panels", 9],
    ["pane", 9],
    ["planer", 50],
    ["flannel", 99],
    ["door", 1000],
  ]);
  expect(symSpell.lookup("panel", 2)).toEqual([
    { word: "panel", distance: 0, count: 5 },
    { word: "pane", distance: 1, count: 9 },
    { word: "panels", distance: 1, count: 9 },
    { word: "planer", distance: 2, count: 50 },
  ]);
  expect(symSpell.lookup("panel", 0)).toEqual([{ word: "panel", distance: 0, count: 5 }]);
  expect(symSpell.lookup("window", 2)).toEqual([]);
});

test("symspell: looks no further than it was built for", () => {
  expect(createSymSpell([["faucet", 1]], 1).lookup("faucxxt", 2)).toEqual([]);
  expect(createSymSpell([["faucet", 1]], 2).lookup("faucxxt", 2)).toHaveLength(1);
  expect(createSymSpell([]).lookup("faucet", 2)).toEqual([]);
});

test("symspell: finds what comparing with every word finds", () => {
  const letters = fc.constantFrom("a", "b", "c");
  const word = fc.array(letters, { minLength: 1, maxLength: 11 }).map((all) => all.join(""));
  const dictionary = fc.uniqueArray(fc.tuple(word, fc.integer({ min: 1, max: 9 })), {
    selector: ([each]) => each,
    maxLength: 60,
  });
  fc.assert(
    fc.property(dictionary, word, fc.integer({ min: 0, max: 2 }), (entries, asked, distance) => {
      const near = entries
        .map(([known, count]) => ({ word: known, distance: osaDistance(asked, known, 20), count }))
        .filter((each) => each.distance <= distance)
        .sort((a, b) => a.distance - b.distance || b.count - a.count || (a.word < b.word ? -1 : 1));
      expect(createSymSpell(entries).lookup(asked, distance)).toEqual(near);
    }),
    { seed: 4, numRuns: 600 },
  );
});
