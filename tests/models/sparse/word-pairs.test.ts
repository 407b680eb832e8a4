import { expect, test } from "vitest";
import { embeddable } from "../../../models/embedding/embedder.ts";
import { hashText } from "../../../models/hash.ts";
import { pairColumns, pairVectors } from "../../../models/sparse/pair-vectors.ts";
import { readWords } from "../../../models/sparse/word-pairs.ts";

const text = (raw: string) => {
  const words = raw === "" ? [] : raw.split(" ");
  return embeddable(raw, { words, stems: words.map((word) => (["in", "with", "the"].includes(word) ? "" : word)) });
};

/** The columns of pairs, as texts that can be told from each other. */
function columnsOf(...pairs: readonly (readonly [query: string, title: string])[]): readonly ReadonlySet<number>[] {
  const texts = pairs.flat().map(text);
  const places = Uint32Array.from(pairs.keys());
  const texted = { texts, query: places.map((place) => 2 * place), title: places.map((place) => 2 * place + 1) };
  const { starts, places: columns } = pairVectors(texted, "words");
  return pairs.map((_, row) => new Set(columns.subarray(starts[row], starts[row + 1])));
}

function shared(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  return [...one].filter((column) => other.has(column)).length;
}

test("readWords: different stems in order, and the head before the first preposition", () => {
  const read = (raw: string) => {
    const { stems, head } = readWords(text(raw));
    return [stems, head];
  };
  const [oak, door, frame] = ["oak", "door", "frame"].map((stem) => hashText(stem) | 0);
  expect(read("oak door with oak frame")).toEqual([[oak, door, frame], door]);
  expect(read("the door")).toEqual([[door], door]);
  expect(read("in oak")).toEqual([[oak], 0]);
  expect(read("")).toEqual([[], 0]);
});

test("word pairs: whether the title has a word, and where, changes its columns; the words around it don't", () => {
  const [matched, missing, longer] = columnsOf(
    ["oak door", "oak door"],
    ["oak door", "oak lamp"],
    ["oak door", "big oak door"],
  );
  // asked oak and door, oak matched, the first one matched, the last one met oak: the rest depends on the door
  expect(shared(matched!, missing!)).toBe(5);
  expect(shared(matched!, longer!)).toBe(matched!.size);
});

test("word pairs: a query and its title are not the other way round, and order counts", () => {
  const [one, turned, swapped] = columnsOf(["oak", "door"], ["door", "oak"], ["door oak", "oak door"]);
  // the counts of words and of missing ones, and that the head is not asked for
  expect(shared(one!, turned!)).toBe(3);
  expect(shared(turned!, swapped!)).toBeLessThan(turned!.size);
});

test("word pairs: texts without words still have their counts, and columns stay in range", () => {
  const [nothing, something] = columnsOf(["", ""], ["oak", ""]);
  expect(nothing!.size).toBe(4);
  expect(Math.max(...nothing!, ...something!)).toBeLessThan(pairColumns.words);
});
