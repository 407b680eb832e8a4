import { expect, test } from "vitest";
import { hashText } from "../../../models/hash.ts";
import { characterRuns, commonFours, commonThrees } from "../../../models/text/character-runs.ts";

const ascending = (runs: readonly string[]) => [...Uint32Array.from(runs.map(hashText)).sort()];

test("characterRuns: the different runs of each word with its ends, as ascending hashes", () => {
  const { hashes, threes } = characterRuns(["oak", "oak", "a"]);
  expect([...hashes]).toEqual([...ascending([" oa", "oak", "ak ", " a "]), ...ascending([" oak", "oak "])]);
  expect(threes).toBe(4);
  expect(characterRuns([])).toEqual({ hashes: new Uint32Array(), threes: 0 });
});

test("characterRuns: texts that follow one another do not write over each other, however long", () => {
  const word = (length: number, start: number) =>
    Array.from({ length }, (_, i) => String.fromCharCode(97 + ((start + i * i) % 26))).join("");
  const texts = [3, 20_000, 5, 40_000, 8].map((length, i) => [word(length, i)]);
  const read = texts.map(characterRuns);
  for (const [i, [text]] of texts.entries()) {
    const runs = Array.from(text!, (_, at) => ` ${text} `.slice(at, at + 3));
    expect([...read[i]!.hashes.subarray(0, read[i]!.threes)]).toEqual([...new Set(ascending(runs))]);
  }
});

test.each([
  [["cap", "cap"], ["caps", "cape"], 2, 1], // " ca" and "cap"; " cap"
  [["cap"], ["tie"], 0, 0],
])("commonThrees, commonFours: of %j and %j each run counts once", (first, second, threes, fours) => {
  expect(commonThrees(characterRuns(first), characterRuns(second))).toBe(threes);
  expect(commonFours(characterRuns(first), characterRuns(second))).toBe(fours);
});
