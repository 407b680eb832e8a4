import { expect, test } from "vitest";
import { Random } from "../../../connectors/demo/random.ts";
import { misspell } from "../../../connectors/demo/spelling.ts";
import { shopperValue } from "../../../connectors/demo/units.ts";

function waysOf(make: (random: Random) => string): Set<string> {
  const random = new Random(1);
  return new Set(Array.from({ length: 300 }, () => make(random)));
}

/** Edits of Damerau and Levenshtein (adjacent swaps count once), by the textbook table. */
function editDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...new Array<number>(b.length).fill(0)]);
  for (let j = 1; j <= b.length; j++) rows[0]![j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + cost);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (rows[i - 2]?.[j - 2] ?? 9) + 1);
      rows[i]![j] = least;
    }
  }
  return rows[a.length]![b.length]!;
}

test("shopperValue: writes units the many ways shoppers do", () => {
  expect(waysOf((random) => shopperValue("1/2 in.", random))).toEqual(
    new Set(["1/2 inch", '1/2"', "1/2 in", "half inch", "1/2"]),
  );
  expect(waysOf((random) => shopperValue("2 in. x 4 in.", random))).toEqual(
    new Set(["2x4", "2 x 4", "2 in x 4 in", '2"x4"']),
  );
  expect(waysOf((random) => shopperValue("18-Volt", random))).toEqual(new Set(["18 volt", "18v", "18-volt", "18 v"]));
  expect(waysOf((random) => shopperValue("5 gal.", random))).toEqual(
    new Set(["5 gallon", "5 gal", "5 gallons", "5gal"]),
  );
  expect(waysOf((random) => shopperValue("(5-Pack)", random))).toEqual(new Set(["5 pack", "pack of 5", "5-pack"]));
  expect(waysOf((random) => shopperValue("Walnut", random))).toEqual(new Set(["walnut"]));
});

test("misspell: makes many different mistakes, each a small one", () => {
  const wrong = waysOf((random) => misspell("garage shelving", random)!);
  expect(wrong.size).toBeGreaterThan(25);
  expect(wrong).not.toContain("garage shelving");
  for (const text of wrong) expect(editDistance(text, "garage shelving")).toBeLessThanOrEqual(2);
});

test("misspell: writes compounds apart and words by ear", () => {
  expect(waysOf((random) => misspell("dishwasher", random)!)).toContain("dish washer");
  expect(waysOf((random) => misspell("kitchen faucet", random)!)).toContain("kitchen fawcet");
});

test("misspell: leaves numbers and short words alone", () => {
  expect(misspell("2x4 8 ft", new Random(1))).toBeUndefined();
});
