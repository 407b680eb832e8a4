import { expect, test } from "vitest";
import { embeddable } from "../../../models/embedding/embedder.ts";
import { addAsked, addMatched, addShown, readAsked } from "../../../models/sparse/character-pairs.ts";
import { writeSparse } from "../../../models/sparse/sparse-matrix.ts";
import { characterRuns } from "../../../models/text/character-runs.ts";

/** The columns and values of a pair. */
function vectorOf(query: readonly string[], title: readonly string[]): ReadonlyMap<number, number> {
  const writer = writeSparse(1, 1);
  const asked = readAsked(embeddable(query.join(" "), { words: query, stems: query }));
  const shown = characterRuns(title);
  addAsked(asked, writer);
  addShown(shown, writer);
  addMatched(asked, shown, writer);
  writer.endRow();
  const { places, values } = writer.matrix(2 ** 16);
  return new Map(Array.from(places, (place, at) => [place, values[at]!]));
}

test("character pairs: each run of the query once as asked and once as matched or missing, each of the title once", () => {
  // oak: 3 + 2 runs, of which oats has " oa" alone; oats: 4 threes; and share, twentieths, missed and length
  expect(vectorOf(["oak"], ["oats"]).size).toBe(3 + 5 + 4 + 4);
});

test("character pairs: the share of runs that the title has", () => {
  const shares = [["oak"], ["oats"], ["pine"]].map((title) => [...vectorOf(["oak"], title).values()]);
  expect(shares[0]).toContain(3);
  expect(shares[1]).toContain(Math.fround(3 / 5));
  expect(shares[2]).toContain(0);
  expect([...vectorOf([], ["oak"]).values()]).toContain(0);
});

test("character pairs: a run that is matched and one that is missing have different columns", () => {
  const [matched, missing] = [vectorOf(["oak"], ["oak"]), vectorOf(["oak"], [])];
  // the three that are asked, the length, and the column of the share
  expect([...matched.keys()].filter((column) => missing.has(column))).toHaveLength(5);
});
