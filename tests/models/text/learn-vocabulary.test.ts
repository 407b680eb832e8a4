import { expect, test } from "vitest";
import { learnVocabulary, type VocabularyText } from "../../../models/text/learn-vocabulary.ts";

const title = (text: string): VocabularyText => ({ text, kind: "title" });
const query = (text: string): VocabularyText => ({ text, kind: "query" });

test("learn vocabulary: counts the words of titles, of each text once", () => {
  const vocabulary = learnVocabulary([
    title("Brass Door Knob"),
    title("Brass Door Knob"),
    title("Door Bell, Door Chime"),
    query("brass door"),
  ]);
  expect(vocabulary.texts).toBe(3);
  expect([...vocabulary.entries()]).toEqual([
    ["brass", 2],
    ["door", 4],
    ["knob", 1],
    ["bell", 1],
    ["chime", 1],
  ]);
  expect(vocabulary.count("window")).toBe(0);
  expect(vocabulary.pairCount("brass", "door")).toBe(2);
});

test("learn vocabulary: idf counts texts by stem", () => {
  const vocabulary = learnVocabulary([title("Door Knob"), title("Door Doors"), query("knobs door")]);
  expect(vocabulary.idf("door")).toBeCloseTo(Math.log(4 / 4) + 1, 12);
  expect(vocabulary.idf("knob")).toBeCloseTo(Math.log(4 / 2) + 1, 12);
  expect(vocabulary.idf("window")).toBeCloseTo(Math.log(4 / 1) + 1, 12);
});

test("learn vocabulary: a query word counts when titles have it or five queries do, but not as a common misspelling", () => {
  const colours = ["red", "blue", "green", "white", "black"];
  const vocabulary = learnVocabulary([
    ...Array.from({ length: 60 }, (_, index) => title(`Kohler Faucet Model${index}`)),
    ...colours.map((colour) => query(`${colour} kholer faucet`)),
    ...colours.map((colour) => query(`${colour} gazebo`)),
    query("red hottub"),
    query("red hottub"),
  ]);
  expect(["kohler", "faucet", "gazebo", "red"].map((word) => vocabulary.count(word))).toEqual([60, 65, 5, 0]);
  expect([vocabulary.count("kholer"), vocabulary.count("hottub")]).toEqual([0, 0]);
});

test("learn vocabulary: the order of texts does not matter to its name, other texts do", () => {
  const texts = [title("Door Knob"), title("Door Bell"), query("bell")];
  const name = learnVocabulary(texts).name;
  expect(name).toMatch(/^v-[0-9a-f]{8}$/);
  expect(learnVocabulary([...texts].reverse()).name).toBe(name);
  expect(learnVocabulary([...texts, title("Window")]).name).not.toBe(name);
  expect(learnVocabulary([]).name).toBe("none");
});

test("learnVocabulary: how titles start, what they are about and how long they are, queries left out", () => {
  const titles = ["oak shelf", "shelf with lamp", "table", "desk"].map((what) => `Hampton Bay ${what}`);
  const { startCount, headCount, meanTitleStems } = learnVocabulary([
    ...titles.map((text) => ({ text, kind: "title" as const })),
    { text: "hampton bay lamp", kind: "query" },
  ]);
  expect([startCount("hampton"), startCount("hampton bay"), startCount("hampton bay oak")]).toEqual([4, 4, 0]);
  expect([headCount("shelf"), headCount("lamp"), headCount("tabl")]).toEqual([2, 0, 1]);
  expect(meanTitleStems).toBe((4 + 4 + 3 + 3) / 4);
});
