import { expect, test } from "vitest";
import { learnTitleReader, loadTitleReader } from "../../../models/hybrid/title-reader.ts";

const config = { minTitles: 2, buckets: 5, longest: 3, gramRows: 1000 };
const reader = learnTitleReader(["Red Cap", "Red Shoe", "red tie", "Blue cap"], config);

test("title reader: frequent words have ids of their own, the others share some", () => {
  // 0 stands for nothing, 1 to 5 are shared; "red" is in three titles, "cap" in two
  expect(reader.rows).toBe(8);
  expect(reader.read("RED cap").words).toEqual([6, 7]);
  const [strange] = reader.read("shoe").words;
  expect(strange).toBeGreaterThanOrEqual(1);
  expect(strange).toBeLessThanOrEqual(5);
});

test("title reader: reads so many words in order, and all of them as grams", () => {
  const [long, short] = [reader.read("red cap red cap tie"), reader.read("red cap red")];
  expect(long.words).toEqual([6, 7, 6]);
  expect(long.words).toEqual(short.words);
  expect(long.grams.length).toBeGreaterThan(short.grams.length);
});

test("title reader: grams tell words apart by their letters and their neighbours", () => {
  const grams = (title: string) => new Set(reader.read(title).grams);
  const shared = (a: string, b: string) => [...grams(a)].filter((gram) => grams(b).has(gram)).length;
  expect(shared("sneakers", "sneaker")).toBeGreaterThan(shared("sneakers", "loafers"));
  expect(grams("red cap").size).toBe(grams("cap red").size);
  expect(grams("red cap")).not.toEqual(grams("cap red"));
  expect([...grams("red cap")].every((gram) => gram >= 1 && gram < 1000)).toBe(true);
});

test.for(["", "  ", "!?"])("title reader: %j is nothing to read", (title) => {
  expect(reader.read(title)).toEqual({ words: [0], grams: Int32Array.of(0), isReadable: false });
});

test("title reader: reads the same once saved", () => {
  const loaded = loadTitleReader(reader.save(), config);
  expect(loaded.rows).toBe(reader.rows);
  expect(loaded.read("red cap shoe")).toEqual(reader.read("red cap shoe"));
});
